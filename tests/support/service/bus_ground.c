#include "bus_ground.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "attr.h"
#include "memory.h"
#include "shipped.h"

enum { PATH_SIZE = 256, SQL_SIZE = 256 };

static void start_service(struct bus_ground *self, int index)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof(path), "%s/mlps-%s", MLPS_BIN_DIR, self->names[index]);
    const char *const argv[] = { path,    "--insecure",  "--bus", self->broker.bus.requests,
                                 "--dsn", self->tdb.dsn, "--now", "2026-06-15T09:00:00+08:00",
                                 NULL };
    child_start(&self->services[index], &(struct child_spec){ .argv = argv, .log = "/dev/null" });
}

void bus_open(struct bus_ground *self, const char *const names[])
{
    *self = (struct bus_ground){ .client = NULL };
    temp_db_open(&self->tdb);
    temp_broker_start(&self->broker, NULL);
    for (int i = 0; i < BUS_SERVICES_MAX && names[i]; i++) {
        self->names[i] = names[i];
        start_service(self, i);
    }
    self->client = mdp_client_new(&self->broker.bus);
}

void bus_close(struct bus_ground *self)
{
    mdp_client_destroy(&self->client);
    for (int i = 0; self->names[i]; i++)
        assert_int_equal(child_stop(&self->services[i], BUS_WAIT_MS), 0);
    temp_broker_stop(&self->broker);
    temp_db_close(&self->tdb);
}

void bus_kill(struct bus_ground *self, int index)
{
    child_signal(&self->services[index], SIGKILL);
    assert_true(child_wait(&self->services[index], BUS_WAIT_MS));
    start_service(self, index);
    mdp_client_destroy(&self->client);
    self->client = mdp_client_new(&self->broker.bus);
}

json_t *bus_ask(struct bus_ground *self, const char *service, const char *op, const char *key,
                json_t *args)
{
    struct problem problem = { .rc = RC_OK };
    json_t *result = NULL;
    const struct request request = {
        .op = op, .args = args, .idempotency_key = key, .deadline_ms = BUS_WAIT_MS
    };
    rc_t rc = mdp_client_call(self->client, service, &request, &result, &problem);
    json_decref(args);
    if (rc != RC_OK)
        fail_msg("%s %s: %s: %s", service, op, rc_word(rc), problem.text);
    return result;
}

void bus_load(struct bus_ground *self)
{
    static const char *const PACKS[] = { "packs/minhang-2024.yaml", "packs/yifen-2026.yaml" };
    char *csv = shipped_text("calendars/cn.csv", NULL);
    json_decref(bus_ask(self, "mlps.registry", "calendar.load", "calendar",
                        json_pack("{s:s, s:s, s:s}", "code", "cn", "version", "2026", "csv", csv)));
    mem_free(csv);
    for (size_t i = 0; i < COUNT_OF(PACKS); i++) {
        char *yaml = shipped_text(PACKS[i], NULL);
        json_decref(bus_ask(self, "mlps.registry", "pack.load", PACKS[i],
                            json_pack("{s:s, s:s}", "yaml", yaml, "file", PACKS[i])));
        mem_free(yaml);
    }
}

json_t *bus_open_args(const char *code)
{
    return json_pack("{s:s, s:s, s:s}", "code", code, "pack", "yifen-2026", "signed", "2026-03-16");
}

int64_t bus_count(const struct bus_ground *self, const char *what)
{
    char sql[SQL_SIZE];
    snprintf(sql, sizeof(sql), "select count(*) from %s", what);
    return db_number(&self->tdb, sql);
}
