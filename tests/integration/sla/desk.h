/* The service desk of the real contract: what the tests of this folder share. */
#ifndef DESK_H
#define DESK_H

#include "portfolio.h"
#include "registry_handlers.h"
#include "sla_routes.h"

#define CONTRACT "yifen-2026"

struct desk {
    struct bench registry, sla;
};

/* The contract of 39 systems, and the service before it at PORTFOLIO_NOW. */
static inline void desk_open(struct desk *self)
{
    bench_open(&self->registry, &REGISTRY, PORTFOLIO_NOW);
    portfolio_open(&self->registry);
    bench_join(&self->sla, &SLA_SERVICE, &self->registry);
}

static inline void desk_close(struct desk *self)
{
    bench_close(&self->sla);
    bench_close(&self->registry);
}

/* A grade-III outage of system 12, "N1", at 10:12 on 2026-06-08. Gives the owned incident. */
static inline json_t *desk_outage(struct desk *self, const char *code)
{
    return bench_ok(&self->sla, "incident.open",
                    "{s:s, s:i, s:s, s:s, s:s, s:s, s:{s:b, s:s, s:i, s:s}}", "contract", CONTRACT,
                    "serial", 12, "code", code, "title", "局部中断十五分钟", "family", "network",
                    "occurred_at", "2026-06-08T10:12:00+08:00", "facts", "important_system", 1,
                    "extent", "local", "outage_minutes", 15, "capability", "affected");
}

/* A consultation asked for at 10:12 on 2026-06-08. */
static inline json_t *desk_consultation(struct desk *self, const char *code)
{
    return bench_ok(&self->sla, "incident.open", "{s:s, s:s, s:s, s:s, s:s}", "contract", CONTRACT,
                    "code", code, "title", "测评咨询", "family", "consultation", "occurred_at",
                    "2026-06-08T10:12:00+08:00");
}

/* Do `op` to an incident at a time of 2026-06-08, "HH:MM:SS". */
static inline json_t *desk_act(struct desk *self, const char *op, const char *code,
                               const char *time)
{
    char at[40];
    snprintf(at, sizeof(at), "2026-06-08T%s+08:00", time);
    return bench_ok(&self->sla, op, "{s:s, s:s, s:s}", "contract", CONTRACT, "code", code, "at",
                    at);
}

#endif
