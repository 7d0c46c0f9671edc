#include "gateway_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "clk.h"

enum { ARGS_MAX = 24, WAIT_MS = 30000 };

static void read_token(struct gateway_fixture *self, const char *path)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(self->token, sizeof(self->token), file));
    self->token[strcspn(self->token, "\n")] = '\0';
    fclose(file);
}

void gateway_fixture_start(struct gateway_fixture *self, const char *const options[])
{
    char token_file[100];
    char exports[120];
    char *argv[ARGS_MAX] = { (char *)(uintptr_t) "gateway" };
    int argc = 1;
    struct problem problem = { .rc = RC_OK };
    struct gateway_conf conf;
    bool done;
    memset(self, 0, sizeof(*self));
    snprintf(self->folder, sizeof(self->folder), "/tmp/mlps-gateway-XXXXXX");
    assert_non_null(mkdtemp(self->folder));
    snprintf(self->exports, sizeof(self->exports), "%s/exports", self->folder);
    assert_int_equal(mkdir(self->exports, 0700), 0);
    snprintf(token_file, sizeof(token_file), "--token-file=%s/token", self->folder);
    snprintf(exports, sizeof(exports), "--exports=%s", self->exports);
    const char *const fixed[] = { token_file, exports, "--listen=127.0.0.1:0", "--insecure",
                                  "--bus=tcp://127.0.0.1:1" };
    for (size_t i = 0; i < COUNT_OF(fixed); i++)
        argv[argc++] = (char *)(uintptr_t)fixed[i];
    for (size_t i = 0; options && options[i]; i++)
        argv[argc++] = (char *)(uintptr_t)options[i];
    if (gateway_conf_read(&conf, argc, argv, &done, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    self->base = event_base_new();
    if (gateway_init(&self->gateway, self->base, &conf, &problem) != RC_OK)
        fail_msg("%s", problem.text);
    read_token(self, token_file + strlen("--token-file="));
    loop_client_open(&self->client, self->base, http_server_address(self->gateway.server));
}

void gateway_fixture_stop(struct gateway_fixture *self)
{
    char path[120];
    loop_client_close(&self->client);
    gateway_fini(&self->gateway);
    event_base_free(self->base);
    snprintf(path, sizeof(path), "%s/token", self->folder);
    unlink(path);
    rmdir(self->exports);
    rmdir(self->folder);
}

const char *gateway_fixture_request(struct gateway_fixture *self, const char *start_line,
                                    const char *fields)
{
    snprintf(self->request, sizeof(self->request),
             "%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%s\r\n", start_line,
             self->token, fields ? fields : "");
    return self->request;
}

int gateway_fixture_get(struct gateway_fixture *self, const char *path)
{
    char line[2048];
    snprintf(line, sizeof(line), "GET %s", path);
    return loop_client_ask(&self->client, gateway_fixture_request(self, line, NULL));
}

void gateway_fixture_until_ask(struct gateway_fixture *self, const char *start_line,
                               const char *fields, struct script_ask *ret_ask)
{
    int64_t end = clk_mono_ms() + WAIT_MS;
    loop_client_forget(&self->client);
    assert_true(loop_client_send(&self->client, gateway_fixture_request(self, start_line, fields)));
    while (!script_bus_next(ret_ask) && self->client.len == 0 && clk_mono_ms() < end)
        loop_client_turn(&self->client);
    if (!script_bus_next(ret_ask))
        fail_msg("%s: nothing was asked, answered: %s", start_line, self->client.bytes);
}

int gateway_fixture_response(struct gateway_fixture *self)
{
    return loop_client_ask(&self->client, "");
}

const char *gateway_fixture_body(const struct gateway_fixture *self)
{
    const char *body = strstr(self->client.bytes, "\r\n\r\n");
    return body ? body + 4 : "";
}
