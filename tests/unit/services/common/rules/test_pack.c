/* The shipped packs hold what the documents hold; lookups; durations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "rules_fixture.h"

static void test_systems(void **state)
{
    const struct fixture *f = *state;
    const pack_t *yf = f->packs[1];
    static const struct {
        const char *code;
        size_t systems;
    } TEAMS[] = { { "fgw", 5 },   { "gzw", 5 }, { "czj", 6 },
                  { "scjg", 11 }, { "jxw", 6 }, { "sjj", 6 } };
    size_t by_team[COUNT_OF(TEAMS)] = { 0 };
    size_t level_two = 0;
    assert_int_equal(yf->systems.count, 39);
    assert_int_equal(yf->teams.count, COUNT_OF(TEAMS));
    for (size_t i = 0; i < yf->systems.count; i++) {
        const struct pack_system *s = &yf->systems.rows[i];
        assert_null(strchr(s->name, ' '));
        level_two += s->grade == 2;
        assert_int_equal(s->grade == 2, s->no == 4 || s->no == 28 || s->no == 34 || s->no == 36);
        for (size_t t = 0; t < COUNT_OF(TEAMS); t++)
            by_team[t] += strcmp(s->team, TEAMS[t].code) == 0;
    }
    assert_int_equal(level_two, 4);
    for (size_t t = 0; t < COUNT_OF(TEAMS); t++) {
        assert_string_equal(yf->teams.rows[t].code, TEAMS[t].code);
        assert_int_equal(by_team[t], TEAMS[t].systems);
    }
}

static void test_frame(void **state)
{
    const struct fixture *f = *state;
    const pack_t *yf = f->packs[1];
    assert_string_equal(yf->name, "yifen-2026");
    assert_int_equal(yf->zone_minutes, 480);
    assert_true(yf->makeup_works);
    assert_int_equal(yf->total_fen, 718061200);
    assert_string_equal(yf->service_from_fact, "signed");
    assert_int_equal(yf->service_from, NO_DAY);
    assert_int_equal(yf->service_to, day_of("2026-12-31"));
    assert_string_equal(pack_party_name(yf, "penalty_decider"), "中心安全管理部门");
    assert_string_equal(pack_party_name(yf, "nobody"), "");
    assert_int_equal(yf->penalties.rows.count, 15);
    assert_int_equal(yf->payments.count, 2);
    assert_int_equal(yf->contradictions.count, 5);
    assert_int_equal(yf->warnings.count, 0);
    assert_int_equal(yf->procurement.rows[2].quantity, 39);
    assert_int_equal(yf->reminders.warn.rows[0], 7);
}

/* 84 documents and 39 certificates (vector B-090). */
static void test_deliverables(void **state)
{
    const struct fixture *f = *state;
    const pack_t *yf = f->packs[1];
    size_t documents = 0;
    size_t certificates = 0;
    for (size_t i = 0; i < yf->deliverables.count; i++) {
        const struct pack_deliverable *d = &yf->deliverables.rows[i];
        size_t n = pack_deliverable_instances(d, yf->systems.count);
        documents += d->certificate ? 0 : n;
        certificates += d->certificate ? n : 0;
        assert_non_null(pack_per_word(d->per));
    }
    assert_int_equal(documents, 84);
    assert_int_equal(certificates, 39);
}

/* What comes with cases, comes again or is counted elsewhere is not known ahead. */
static void test_instances(void **state)
{
    static const struct {
        const char *name;
        struct pack_deliverable row;
        size_t want;
    } ROWS[] = {
        { "once", { .per = PER_CONTRACT }, 1 },
        { "of each system", { .per = PER_SYSTEM }, 3 },
        { "of each case", { .per = PER_CASE }, 0 },
        { "each month", { .per = PER_CONTRACT, .again = { .per = SLOT_MONTH } }, 0 },
        { "counted elsewhere", { .per = PER_CONTRACT, .same_as = "X" }, 0 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        if (pack_deliverable_instances(&ROWS[i].row, 3) != ROWS[i].want)
            fail_msg("%s", ROWS[i].name);
}

/* The phases, their gates and the finding terms are those of the other pack. */
static void test_used_sections(void **state)
{
    const struct fixture *f = *state;
    static const int64_t LIMITS[] = { 30, 7, 20, 3, 20, 7, 10 };
    for (size_t p = 0; p < FIXTURE_READ; p++) {
        assert_int_equal(f->packs[p]->phases.count, COUNT_OF(LIMITS));
        for (size_t i = 0; i < COUNT_OF(LIMITS); i++)
            assert_int_equal(f->packs[p]->phases.rows[i].limit.amount, LIMITS[i]);
        assert_non_null(pack_term(f->packs[p], "MH-022"));
    }
    assert_string_equal(f->packs[1]->phases.rows[0].at.file, "minhang-2024");
    assert_int_equal(f->packs[0]->plan.count, 7);
    assert_int_equal(f->packs[1]->plan.count, 0);
    assert_int_equal(f->packs[0]->kpis.count, 15);
}

/* Each clause that an entry cites is a clause id of the document or of a used pack. */
static void check_clause(const char *clause)
{
    bool known = clause && (strncmp(clause, "YF-", 3) == 0 || strncmp(clause, "MH-", 3) == 0) &&
                 strspn(clause + 3, "0123456789") == 3 && clause[6] == '\0';
    if (!known)
        fail_msg("\"%s\" is no clause", clause ? clause : "nothing");
}

#define CHECK_CLAUSES(list)                                                                        \
    for (size_t i = 0; i < (list).count; i++)                                                      \
    check_clause((list).rows[i].clause)

static void test_every_entry_cites(void **state)
{
    const struct fixture *f = *state;
    for (size_t p = 0; p < FIXTURE_READ; p++) {
        const pack_t *pack = f->packs[p];
        CHECK_CLAUSES(pack->parties);
        CHECK_CLAUSES(pack->teams);
        CHECK_CLAUSES(pack->systems);
        CHECK_CLAUSES(pack->procurement);
        CHECK_CLAUSES(pack->terms);
        CHECK_CLAUSES(pack->clocks);
        CHECK_CLAUSES(pack->penalties.rows);
        CHECK_CLAUSES(pack->payments);
        CHECK_CLAUSES(pack->settlement);
        CHECK_CLAUSES(pack->limits);
        CHECK_CLAUSES(pack->kpis);
        CHECK_CLAUSES(pack->phases);
        CHECK_CLAUSES(pack->plan);
        CHECK_CLAUSES(pack->gates);
        CHECK_CLAUSES(pack->deliverables);
        check_clause(pack->total_clause);
    }
}

static void test_lookups(void **state)
{
    const struct fixture *f = *state;
    const pack_t *yf = f->packs[1];
    assert_string_equal(pack_term(yf, "YF-095")->title, "首付款");
    assert_null(pack_term(yf, "YF-999"));
    assert_non_null(pack_clock(yf, "YF-107"));
    assert_null(pack_clock(yf, "YF-999"));
    assert_non_null(pack_grading(yf, "data"));
    assert_null(pack_grading(yf, "other"));
    assert_string_equal(pack_team(yf, "czj")->name, "财政局团队");
    assert_null(pack_team(yf, "x"));
    assert_string_equal(pack_reading(yf, "repeat")->value, "once");
    assert_null(pack_reading(yf, "x"));
    assert_non_null(pack_scale(yf, "grade"));
    assert_null(pack_scale(yf, "x"));
    assert_non_null(pack_limit(yf, "YF-158"));
    assert_null(pack_limit(yf, "x"));
    assert_string_equal(pack_phase(yf, 3)->name, "安全建设");
    assert_null(pack_phase(yf, 8));
    assert_int_equal(duration_seconds(&(struct duration){ 90, UNIT_MINUTES, false }), 5400);
    assert_int_equal(duration_seconds(&(struct duration){ 2, UNIT_HOURS, false }), 7200);
}

/* Reading a pack twice gives equal packs, and nothing of the text is kept. */
static void test_text_is_not_kept(void **state)
{
    char text[] =
        "pack: t\nversion: 1\ntitle: name\nzone: UTC\ncalendar: {base: cn, makeup_days: false}\n";
    struct problem problem = { .rc = RC_OK };
    pack_t *pack = NULL;
    (void)state;
    assert_int_equal(fixture_pack_text(text, &pack, &problem), RC_OK);
    memset(text, 'x', sizeof(text) - 1);
    assert_string_equal(pack->title, "name");
    assert_int_equal(pack->service_to, NO_DAY);
    pack_destroy(&pack);
    pack_destroy(&pack);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_systems),           cmocka_unit_test(test_frame),
        cmocka_unit_test(test_deliverables),      cmocka_unit_test(test_used_sections),
        cmocka_unit_test(test_every_entry_cites), cmocka_unit_test(test_lookups),
        cmocka_unit_test(test_text_is_not_kept),  cmocka_unit_test(test_instances),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
