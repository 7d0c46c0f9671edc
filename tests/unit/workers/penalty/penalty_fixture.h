/* What the tests of the penalty worker share. */
#ifndef PENALTY_FIXTURE_H
#define PENALTY_FIXTURE_H

#include "ledger.h"
#include "penalty_step.h"
#include "portfolio.h"
#include "rulebook.h"
#include "stepping.h"

struct fixture {
    struct portfolio portfolio;
    pg_t *db; /* as the worker */
    rulebook_t *book;
};

#define PENALTY_NOW "2026-06-15 09:00"

/* Set-up and tear-down of a test. */
int set_up(void **state);
int tear_down(void **state);
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* The worker at PENALTY_NOW until it settles. */
void settle(struct fixture *fixture);
/* Compare the first column of a query's first row. */
void assert_text(const struct fixture *fixture, const char *sql, const char *want);
/* case:clause=deduction(count/threshold) of what stands, in order of case. */
extern const char PENALTIES_STANDING[];

/* Cases of four rows with ties of one day. */
struct mixed_case {
    const char *code, *type, *on, *attributes;
};
enum { PENALTY_MIXED_COUNT = 8 };
extern const struct mixed_case PENALTY_MIXED[PENALTY_MIXED_COUNT];

#endif
