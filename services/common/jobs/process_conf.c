#include "process_conf.h"

#include <stdio.h>
#include <string.h>

enum { THREADS_MOST = 64 };

const struct option_row PROCESS_OPTIONS[] = {
    {"dsn",       "MLPS_DSN",      "",                     false, "数据库地址(libpq 连接串或 URI)",
     "database address (libpq connection string or URI)"                                                                                     },
    { "bus",      "MLPS_BUS",      "tcp://127.0.0.1:5555", false, "总线地址",                            "endpoint of the bus"           },
    { "keys",     "MLPS_KEYS",     NULL,                   false, "CURVE 密钥目录",                      "folder of the CURVE keys"      },
    { "insecure", "MLPS_INSECURE", NULL,                   true,  "总线不加密(仅用于测试)",
     "no encryption on the bus (tests only)"                                                                                                 },
    { "now",      "MLPS_NOW",      NULL,                   false, "固定业务时间(RFC 3339)",            "fixed business time (RFC 3339)"},
    { "threads",  "MLPS_THREADS",  "2",                    false, "服务线程数(1 至 64)",
     "threads of a service (1 to 64)"                                                                                                        },
    { "data",     "MLPS_DATA",     NULL,                   false, "数据目录",                            "folder for exports and state"  },
    { "help",     NULL,            NULL,                   true,  "显示本说明",                         "show this help"                },
    { NULL,       NULL,            NULL,                   false, NULL,                                      NULL                            },
};

/* One table of both; what does not fit is a programmer's error that --help and any use would show.
 */
static void join_rows(struct process_conf *self)
{
    size_t count = 0;
    const struct option_row *tables[] = { PROCESS_OPTIONS, self->own };
    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        for (const struct option_row *row = tables[i]; row && row->name; row++) {
            if (count < OPTIONS_MAX - 1)
                self->rows[count++] = *row;
        }
    }
}

/* From the joined table, so that it cannot lack an option. */
static void print_help(const char *process, const struct option_row *rows)
{
    printf("mlps-%s\n", process);
    for (const struct option_row *row = rows; row->name; row++)
        printf("  --%s%s\n      %s / %s\n", row->name, row->flag ? "" : " VALUE", row->help_zh,
               row->help_en);
}

/* Without keys the bus is open to everybody on the machine: that must be asked for by name. */
static rc_t read_bus(struct process_conf *self, const struct options *options, const char *process,
                     struct problem *problem)
{
    const char *keys = option_text(options, "keys");
    const char *bus = option_text(options, "bus");
    if (strlen(bus) >= sizeof(self->bus.requests))
        return problem_set(problem, RC_INVALID, "bus", "option \"--bus\" is longer than %d bytes",
                           BUS_ENDPOINT_MAX - 1);
    snprintf(self->bus.requests, sizeof(self->bus.requests), "%s", bus);
    rc_t rc = bus_conf_derive(&self->bus, problem);
    if (rc != RC_OK)
        return rc;
    if (keys)
        return bus_conf_keys(&self->bus, keys, process, problem);
    if (!option_given(options, "insecure"))
        return problem_set(problem, RC_INVALID, "keys",
                           "option \"--keys\" is missing: give a key folder, or \"--insecure\" for "
                           "a bus without encryption");
    return RC_OK;
}

/* A fixed clock is for demos and simulations; it holds for rules and stored times, never for leases
 * (FI-12). */
static rc_t read_clock(struct process_conf *self, const struct options *options,
                       struct problem *problem)
{
    const char *now = option_text(options, "now");
    if (clk_from_text(now, &self->clk))
        return RC_OK;
    return problem_set(problem, RC_INVALID, "now",
                       "option \"--now\" must be an instant with offset, such as "
                       "2026-06-15T09:00:00+08:00, got \"%s\"",
                       now);
}

/* self->own must be set before. Texts are borrowed from argv and the environment. With *ret_done
 * help was printed and nothing else is set. */
rc_t process_conf_read(struct process_conf *self, const char *process, int argc, char **argv,
                       bool *ret_done, struct problem *problem)
{
    *ret_done = false;
    *self = (struct process_conf){ .own = self->own };
    join_rows(self);
    struct options *options = &self->options;
    rc_t rc = options_read(options, self->rows, argc, argv, problem);
    if (rc != RC_OK)
        return rc;
    if (option_given(options, "help")) {
        print_help(process, self->rows);
        *ret_done = true;
        return RC_OK;
    }
    if (options->rest_count > 0)
        return problem_set(problem, RC_INVALID, options->rest[0], "unexpected word \"%s\"",
                           options->rest[0]);
    self->dsn = option_text(options, "dsn");
    self->data = option_text(options, "data");
    rc = read_clock(self, options, problem);
    if (rc == RC_OK)
        rc = option_int(options, "threads", 1, THREADS_MOST, &self->threads, problem);
    if (rc == RC_OK)
        rc = read_bus(self, options, process, problem);
    return rc;
}
