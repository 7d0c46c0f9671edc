/* Set-up and tear-down of the registry's tests: *state is the bench. */
#ifndef REGISTRY_FIXTURE_H
#define REGISTRY_FIXTURE_H

#include "memory.h"
#include "portfolio.h"
#include "registry_handlers.h"

/* A registry without anything in it. */
static inline int open_empty(void **state)
{
    *state = mem_new(sizeof(struct bench));
    bench_open(*state, &REGISTRY, PORTFOLIO_NOW);
    return 0;
}

/* With the calendar and the packs that ship. */
static inline int open_loaded(void **state)
{
    open_empty(state);
    portfolio_load(*state);
    return 0;
}

/* With the contract open too. */
static inline int open_portfolio(void **state)
{
    open_empty(state);
    portfolio_open(*state);
    return 0;
}

/* Ends any of them. */
static inline int close_bench(void **state)
{
    bench_close(*state);
    mem_free(*state);
    return 0;
}

#define ON_EMPTY(test)     cmocka_unit_test_setup_teardown(test, open_empty, close_bench)
#define ON_LOADED(test)    cmocka_unit_test_setup_teardown(test, open_loaded, close_bench)
#define ON_PORTFOLIO(test) cmocka_unit_test_setup_teardown(test, open_portfolio, close_bench)

#endif
