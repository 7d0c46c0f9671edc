#include "temp_broker.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"

enum { READY_MS = 60000, STOP_MS = 60000 };

NO_RETURN static void give_up(const char *what)
{
    fprintf(stderr, "could not start mlps-broker: %s\n", what);
    exit(1);
}

static void launch(struct temp_broker *self, const char *endpoint)
{
    char line[512];
    const char *argv[TEMP_BROKER_ARGS + 4] = { MLPS_BIN_DIR "/mlps-broker", "--bind", endpoint };
    for (size_t i = 0; i < TEMP_BROKER_ARGS && self->args[i]; i++)
        argv[3 + i] = self->args[i];
    const char *const env[] = { "MLPS_LOG=error", NULL };
    struct child_spec spec = { .argv = argv, .env = env, .out = true };
    struct problem problem = { 0 };
    child_start(&self->process, &spec);
    if (!child_line(&self->process, READY_MS, line, sizeof(line)) ||
        strncmp(line, "ready ", 6) != 0)
        give_up("it did not say that it is ready");
    snprintf(self->bus.requests, sizeof(self->bus.requests), "%s", line + 6);
    if (bus_conf_derive(&self->bus, &problem) != RC_OK)
        give_up(problem.text);
}

void temp_broker_start(struct temp_broker *self, const char *const args[])
{
    static const char *const INSECURE[] = { "--insecure", NULL };
    *self = (struct temp_broker){ .process = { .pid = 0 } };
    args = args ? args : INSECURE;
    for (size_t i = 0; args[i]; i++) {
        if (i + 1 == TEMP_BROKER_ARGS)
            give_up("too many arguments");
        self->args[i] = args[i];
    }
    launch(self, "tcp://127.0.0.1:*");
}

void temp_broker_kill(struct temp_broker *self)
{
    child_signal(&self->process, SIGCONT);
    child_signal(&self->process, SIGKILL);
    child_wait(&self->process, STOP_MS);
}

int temp_broker_stop(struct temp_broker *self)
{
    child_signal(&self->process, SIGCONT);
    return child_stop(&self->process, STOP_MS);
}

void temp_broker_restart(struct temp_broker *self)
{
    char endpoint[BUS_ENDPOINT_MAX];
    memcpy(endpoint, self->bus.requests, sizeof(endpoint));
    launch(self, endpoint);
}
