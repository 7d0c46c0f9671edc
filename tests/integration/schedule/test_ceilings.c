/* Packs with everything at its ceilings, from the text to the tasks in the database: clauses of 40
 * and titles of 300 characters of four bytes each, as many units and times as can be said, a
 * service over all days there are that was entered after a century. What the rule counts is what is
 * written, and nothing of it in one transaction that has no bound. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "bytebuf.h"
#include "ledger.h"
#include "portfolio.h"
#include "schedule_ground.h"

enum { PACK_MOST = 64 << 10, CLAUSE = 40, TITLE = 300, CODE = 64 };
static const char WIDE[] = "\xF0\xA0\xAE\xB7"; /* one character of four bytes */

static void add(struct bytebuf *yaml, const char *text)
{
    assert_int_equal(bytebuf_text(yaml, text), RC_OK);
}

/* `text`, then as many wide characters as make `chars` of it. */
static void add_wide(struct bytebuf *yaml, const char *text, size_t chars)
{
    add(yaml, text);
    for (size_t i = strlen(text); i < chars; i++)
        add(yaml, WIDE);
}

/* A pack "brim" of one service period; its sections are the caller's. */
static void begin(struct bytebuf *yaml, const char *from, const char *to)
{
    bytebuf_init(yaml, PACK_MOST);
    assert_int_equal(
        bytebuf_fmt(yaml,
                    "pack: brim\nversion: 1\ntitle: t\nsource: t.txt\nzone: Asia/Shanghai\n"
                    "calendar: {base: cn, makeup_days: true}\n"
                    "contract: {clause: C, total: 100.00, service: {clause: S, from: %s, to: %s}}\n"
                    "parties:\n  - {role: purchaser, name: p, clause: P1}\n"
                    "  - {role: vendor, name: v, clause: P2}\n",
                    from, to),
        RC_OK);
}

static const struct ground_contract BRIM = { "brim", "2021-12-01", "{}", "2022-01-01",
                                             "2022-12-31" };

/* Load it, open the contract, and let the scheduler settle on New Year's morning of 2022. */
static void play(struct ground *ground, struct bytebuf *yaml)
{
    ground_begin(ground, "calendars/cn.csv");
    ground_hush(ground);
    json_decref(portfolio_pack(&ground->registry, bytebuf_str(yaml)));
    bytebuf_fini(yaml);
    ground_open(ground, &BRIM);
    ground_settle(ground, test_day("2022-01-01"));
}

/* ---- names ---- */

/* `- {clause: W, title: T<n>, ...`, as long as both can be. */
static void add_document(struct bytebuf *yaml, int number, const char *rest)
{
    char head[16];
    snprintf(head, sizeof(head), "T%d", number);
    add(yaml, "  - {clause: ");
    add_wide(yaml, "W", CLAUSE);
    add(yaml, ", title: ");
    add_wide(yaml, head, TITLE);
    add(yaml, ", ");
    add(yaml, rest);
}

static void add_titles(struct bytebuf *yaml)
{
    add(yaml, "titles: [");
    add_wide(yaml, "a", TITLE);
    add(yaml, ", ");
    add_wide(yaml, "b", TITLE);
    add(yaml, "]}\n");
}

/* Two deliverables of a clause by one term, each of a system; a document of two titles for a
 * service with the longest code. */
static void write_names(struct bytebuf *yaml)
{
    begin(yaml, BRIM.from, BRIM.to);
    add(yaml, "systems:\n  - {no: 1, name: s, grade: 3, clause: X}\nservices:\n  - {code: ");
    for (size_t i = 0; i < CODE; i++)
        add(yaml, "A");
    add(yaml, ", clause: Y, name: n}\nterms:\n  - {clause: Z, title: t, owed_by: vendor, before: "
              "service_end, by: 5 days, closed_by: submitted}\ndeliverables:\n");
    add_document(yaml, 1, "per: system, term: Z}\n");
    add_document(yaml, 2, "per: system, term: Z}\n");
    add_document(yaml, 3, "per: service, ");
    add_titles(yaml);
}

static void test_names(void **state)
{
    (void)state;
    struct ground ground;
    struct bytebuf yaml;
    write_names(&yaml);
    play(&ground, &yaml);
    ground_check_counts(&ground, &BRIM);
    assert_int_equal(2, ground_number(&ground, "select count(distinct unit) from task where"
                                               " length(unit) = 300 + 1 + 64"));
    /* each deadline under a code of its own, whole, and told with it */
    assert_int_equal(2, ground_number(&ground, "select count(*) from deadline where kind ="
                                               " 'deliverable' and code = concat(clause,"
                                               " '/D1/', right(code, 1)) and"
                                               " length(clause) = 40 and length(title) = 300"));
    assert_int_equal(3, ground_number(&ground, "select count(*) from event e join deadline d on"
                                               " d.id = e.subject_id and d.code = e.data ->> 'code'"
                                               " where e.kind = 'deadline.opened'"));
    ground_end(&ground);
}

/* ---- numbers ---- */

/* 99,000 tasks are due in one slot: a slot is not divided, and comes whole. */
static void test_one_slot(void **state)
{
    (void)state;
    struct ground ground;
    struct bytebuf yaml;
    begin(&yaml, BRIM.from, BRIM.to);
    add(&yaml, "units: {prefix: U, count: 99, clause: U}\nrecurring:\n"
               "  - {clause: A, title: t, work: service, times: 1000, per: year, units: 99}\n"
               "  - {clause: B, title: t, work: service, times: 1000, per: quarter, units: 1}\n");
    play(&ground, &yaml);
    assert_int_equal(99000, ground_number(&ground, "select count(*) from task t join schedule s on"
                                                   " s.id = t.schedule_id where s.clause = 'A'"));
    ground_settle(&ground, test_day("2022-10-01"));
    ground_check_counts(&ground, &BRIM);
    ground_end(&ground);
}

/* ---- days ---- */

/* From the first day of the calendar to its last, twice a day: of 122 years the work is missed, and
 * the number is kept, although no run writes more than a part of it. */
static void test_all_days(void **state)
{
    (void)state;
    struct ground ground;
    struct bytebuf yaml;
    struct ground_contract so_far = BRIM;
    so_far.from = "1900-01-01";
    so_far.to = "2022-03-02"; /* the horizon of 60 days */
    begin(&yaml, "1900-01-01", "2170-01-01");
    add(&yaml, "recurring:\n  - {clause: A, title: t, work: service, times: 2, per: day}\n"
               "deliverables:\n  - {clause: B, title: v, per: contract, every: year}\n"
               "  - {clause: D, title: u, per: contract}\n");
    play(&ground, &yaml);
    ground_check_periods(&ground, &so_far, 1U << SLOT_DAY);
    assert_int_equal(ground_number(&ground, "select date '2022-01-01' - date '1900-01-01'"),
                     ground_number(&ground, "select missed from schedule where clause = 'A'"));
    assert_int_equal(2, ground_number(&ground, "select count(*) from event where kind ="
                                               " 'schedule.missed' and data ->> 'clause' = 'A'"));
    /* on the last day of all */
    assert_int_equal(ground_settle(&ground, test_day("2170-01-01")) > 0, 1);
    ground_end(&ground);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_one_slot),
        cmocka_unit_test(test_all_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
