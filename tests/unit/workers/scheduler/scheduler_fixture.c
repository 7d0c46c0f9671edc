#include "scheduler_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

int set_up(void **state)
{
    static struct fixture fixture;
    portfolio_begin(&fixture.portfolio, SCHEDULER_SYSTEMS);
    fixture.db = temp_db_pg(&fixture.portfolio.tdb, "mlps_scheduler");
    fixture.book = rulebook_new();
    *state = &fixture;
    return 0;
}

int tear_down(void **state)
{
    struct fixture *fixture = *state;
    rulebook_destroy(&fixture->book);
    pg_destroy(&fixture->db);
    portfolio_end(&fixture->portfolio);
    return 0;
}

void settle(struct fixture *fixture)
{
    step_settle(&SCHEDULER_WORKER, fixture->db, test_instant(SCHEDULER_NOW), fixture->book);
}

int64_t number(const struct fixture *fixture, const char *sql)
{
    return db_number(&fixture->portfolio.tdb, sql);
}

void assert_text(const struct fixture *fixture, const char *sql, const char *want)
{
    assert_string_equal(db_text(&fixture->portfolio.tdb, sql), want);
}

const char *deadlines(const struct fixture *fixture, const char *condition)
{
    char sql[512];
    snprintf(sql, sizeof(sql),
             "select string_agg(code || '=' || state || ':' || to_char(due_on, 'MM-DD'), ' '"
             " order by code collate \"C\") from deadline where %s",
             condition);
    return db_text(&fixture->portfolio.tdb, sql);
}
