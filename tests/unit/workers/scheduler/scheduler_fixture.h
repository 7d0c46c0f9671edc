/* What the tests of the scheduler share. */
#ifndef SCHEDULER_FIXTURE_H
#define SCHEDULER_FIXTURE_H

#include "ledger.h"
#include "portfolio.h"
#include "rulebook.h"
#include "scheduler_step.h"
#include "stepping.h"

enum { SCHEDULER_SYSTEMS = 3 };
#define SCHEDULER_NOW "2026-06-15 09:00"

struct fixture {
    struct portfolio portfolio;
    pg_t *db; /* as the worker */
    rulebook_t *book;
};

/* Set-up and tear-down of a test. */
int set_up(void **state);
int tear_down(void **state);
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* The worker at SCHEDULER_NOW until it settles. */
void settle(struct fixture *fixture);
int64_t number(const struct fixture *fixture, const char *sql);
/* Compare the first column of a query's first row. */
void assert_text(const struct fixture *fixture, const char *sql, const char *want);
/* code=state:due of the deadlines that meet a condition, in order of code; valid until the next
 * query. */
const char *deadlines(const struct fixture *fixture, const char *condition);

#endif
