/* Set-up and tear-down of the report's tests: *state is a report beside a registry that has the
 * real contract open, at 2026-06-15 09:00 in Shanghai, a Monday. */
#ifndef REPORT_FIXTURE_H
#define REPORT_FIXTURE_H

#include "ledger_rows.h"
#include "memory.h"
#include "portfolio.h"
#include "registry_handlers.h"
#include "report_handlers.h"

struct ground {
    struct bench report;
    struct bench registry;
};

static inline int open_ground(void **state)
{
    struct ground *ground = mem_new(sizeof(*ground));
    bench_open(&ground->registry, &REGISTRY, PORTFOLIO_NOW);
    portfolio_open(&ground->registry);
    bench_join(&ground->report, &REPORT, &ground->registry);
    *state = ground;
    return 0;
}

static inline int close_ground(void **state)
{
    struct ground *ground = *state;
    ground->report.tdb.raw = NULL; /* borrowed by a test that failed: the registry's to close */
    bench_close(&ground->report);
    bench_close(&ground->registry);
    mem_free(ground);
    return 0;
}

#define ON_GROUND(test) cmocka_unit_test_setup_teardown(test, open_ground, close_ground)

#endif
