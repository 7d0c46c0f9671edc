#include "penalty_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

const char PENALTIES_STANDING[] =
    "select string_agg(concat(c.code, ':', p.clause, '=', p.deduct_fen, '(', p.counted, '/', "
    "p.threshold, ')'), ' '"
    " order by c.code, p.clause) from penalty p join penalty_case c on c.id = p.case_id"
    " where p.state not in ('superseded', 'reversed')";

const struct mixed_case PENALTY_MIXED[PENALTY_MIXED_COUNT] = {
    { "F1", "fault", "2026-05-06", "{\"level\": \"C+\"}" },
    { "F2", "fault", "2026-05-06", "{\"level\": \"C+\"}" },
    { "F3", "fault", "2026-05-06", "{\"level\": \"C+\"}" },
    { "F4", "fault", "2026-05-05", "{\"level\": \"C+\"}" },
    { "U1", "user_complaint", "2026-05-08", "{\"important_user\": true}" },
    { "U2", "user_complaint", "2026-05-08", "{\"important_user\": true}" },
    { "E1", "security_event", "2026-05-09", "{\"grade\": \"III\"}" },
    { "N1", "center_notice", "2026-05-10", "{\"business_affected\": true}" },
};

int set_up(void **state)
{
    static struct fixture fixture;
    portfolio_begin(&fixture.portfolio, 2);
    fixture.db = temp_db_pg(&fixture.portfolio.tdb, "mlps_penalty");
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
    step_settle(&PENALTY_WORKER, fixture->db, test_instant(PENALTY_NOW), fixture->book);
}

void assert_text(const struct fixture *fixture, const char *sql, const char *want)
{
    assert_string_equal(db_text(&fixture->portfolio.tdb, sql), want);
}
