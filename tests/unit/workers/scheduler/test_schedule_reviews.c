/* Which rows of a pack are reviewed, and when next on which facts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "civil.h"
#include "ledger.h"
#include "schedule_reviews.h"
#include "shipped.h"

/* ---- rows ---- */

static const struct schedule_review *find(const struct schedule_reviews *reviews,
                                          const char *clause, enum review_kind kind)
{
    for (size_t i = 0; i < reviews->count; i++)
        if (reviews->rows[i].kind == kind && strcmp(reviews->rows[i].clause, clause) == 0)
            return &reviews->rows[i];
    return NULL;
}

/* Its filed systems (one of 39 is of level 1), and the two certificates that it asks people for. */
static void test_of_the_shipped_pack(void **state)
{
    (void)state;
    struct shipped shipped;
    struct schedule_reviews reviews;
    shipped_open(&shipped);
    schedule_reviews_make(shipped.pack, &reviews);
    const struct schedule_review *filing = find(&reviews, "YF-067", REVIEW_FILING);
    const struct schedule_review *assessment = find(&reviews, "YF-067", REVIEW_ASSESSMENT);
    assert_non_null(filing);
    assert_non_null(assessment);
    size_t filed = 0, certificates = 0;
    for (size_t i = 0; i < shipped.pack->systems.count; i++)
        filed += shipped.pack->systems.rows[i].grade >= 2;
    assert_int_equal(json_array_size(filing->places), filed);
    assert_int_equal(json_array_size(assessment->places), filed);
    for (size_t i = 0; i < reviews.count; i++)
        certificates += reviews.rows[i].kind == REVIEW_CERTIFICATE;
    assert_int_equal(certificates, 2);
    assert_int_equal(reviews.count, 4);
    schedule_reviews_fini(&reviews);
    assert_int_equal(reviews.count, 0);
    shipped_close(&shipped);
}

/* A pack that says the same twice has one row; a certificate of any name is a place without one. */
static void test_of_odd_packs(void **state)
{
    (void)state;
    struct pack_person persons[] = { { .clause = "P-1", .title = "t", .certified = true },
                                     { .clause = "P-1", .title = "t", .certified = true },
                                     { .clause = "P-2", .title = "no certificate" } };
    struct pack_deliverable documents[] = {
        { .clause = "D-1", .title = "of the contract", .certificate = true, .per = PER_CONTRACT },
        { .clause = "D-2",
          .title = "counted there",
          .certificate = true,
          .per = PER_SYSTEM,
          .same_as = "D-3" },
    };
    struct pack pack = { .persons = { .rows = persons, .count = COUNT_OF(persons) },
                         .deliverables = { .rows = documents, .count = COUNT_OF(documents) } };
    struct schedule_reviews reviews;
    schedule_reviews_make(&pack, &reviews);
    assert_int_equal(reviews.count, 1);
    assert_string_equal(
        json_string_value(json_object_get(json_array_get(reviews.rows[0].places, 0), "unit")), "");
    schedule_reviews_fini(&reviews);
}

/* ---- facts ---- */

enum { FACTS_MAX = 6 };

/* A fact of system 7 with serial 3 but for `expires`. */
struct fact_text {
    const char *name, *on, *unit; /* `name` NULL ends the list */
};

static const struct slot_row {
    const char *name;
    enum review_kind kind;
    int64_t grade;
    struct fact_text facts[FACTS_MAX];
    const char *slots; /* unit=from..to, since; several by blanks */
    int waits;
} SLOTS[] = {
    { "a filing waits for its fact", REVIEW_FILING, 3, { { NULL, NULL, NULL } }, "", 1 },
    { "three years from the filing",
      REVIEW_FILING,
      3,
      { { "filed", "2026-03-02", NULL } },
      "3=2028-12-02..2029-03-02<2026-03-02",
      0 },
    { "one from before 2025 counts from there",
      REVIEW_FILING,
      3,
      { { "filed", "2022-05-01", NULL } },
      "3=2027-10-01..2028-01-01<2022-05-01",
      0 },
    { "each assessment adds a year",
      REVIEW_FILING,
      3,
      { { "filed", "2026-03-02", NULL },
        { "assessed", "2027-02-01", NULL },
        { "assessed", "2028-01-20", NULL } },
      "3=2030-12-02..2031-03-02<2028-01-20",
      0 },
    { "filed again",
      REVIEW_FILING,
      3,
      { { "filed", "2026-03-02", NULL }, { "filed", "2029-02-28", NULL } },
      "3=2031-11-28..2032-02-28<2029-02-28",
      0 },
    { "level three each year",
      REVIEW_ASSESSMENT,
      3,
      { { "filed", "2026-03-02", NULL } },
      "3=2026-12-02..2027-03-02<2026-03-02",
      0 },
    { "level two every second year",
      REVIEW_ASSESSMENT,
      2,
      { { "filed", "2026-03-02", NULL } },
      "3=2027-12-03..2028-03-02<2026-03-02",
      0 },
    { "level four each year",
      REVIEW_ASSESSMENT,
      4,
      { { "filed", "2026-03-02", NULL } },
      "3=2026-12-02..2027-03-02<2026-03-02",
      0 },
    { "from the last assessment",
      REVIEW_ASSESSMENT,
      3,
      { { "filed", "2026-03-02", NULL }, { "assessed", "2027-04-01", NULL } },
      "3=2028-01-02..2028-04-01<2027-04-01",
      0 },
    { "assessed, the filing unknown",
      REVIEW_ASSESSMENT,
      3,
      { { "assessed", "2026-04-01", NULL } },
      "3=2027-01-01..2027-04-01<2026-04-01",
      0 },
    { "a certificate of unknown filing waits",
      REVIEW_FILING,
      3,
      { { "assessed", "2026-04-01", NULL } },
      "",
      1 },
    { "level one is neither filed nor assessed",
      REVIEW_ASSESSMENT,
      1,
      { { "filed", "2026-03-02", NULL } },
      "",
      1 },
    { "a certificate waits for its end", REVIEW_CERTIFICATE, 0, { { NULL, NULL, NULL } }, "", 2 },
    { "of the firm",
      REVIEW_CERTIFICATE,
      0,
      { { "expires", "2027-01-31", "甲证" } },
      "甲证=2026-11-02..2027-01-31<2026-06-01",
      1 },
    { "renewed: the later end counts",
      REVIEW_CERTIFICATE,
      0,
      { { "expires", "2027-01-31", "甲证" }, { "expires", "2030-01-31", "甲证" } },
      "甲证=2029-11-02..2030-01-31<2026-06-01",
      1 },
    { "of people, each their own",
      REVIEW_CERTIFICATE,
      0,
      { { "expires", "2027-01-31", "张工/甲证" }, { "expires", "2027-02-28", "李工/甲证" } },
      "张工/甲证=2026-11-02..2027-01-31<2026-06-01 李工/甲证=2026-11-30..2027-02-28<2026-06-01",
      1 },
    { "a like ending is another one",
      REVIEW_CERTIFICATE,
      0,
      { { "expires", "2027-01-31", "非甲证" } },
      "非甲证=2026-11-02..2027-01-31<2026-06-01",
      2 },
};

static size_t take_facts(const struct slot_row *row, struct review_fact *out)
{
    size_t n = 0;
    for (; n < FACTS_MAX && row->facts[n].name; n++) {
        bool expires = strcmp(row->facts[n].name, "expires") == 0;
        out[n] = (struct review_fact){
            .name = row->facts[n].name,
            .clause = expires ? "C-1" : NULL,
            .unit = row->facts[n].unit ? row->facts[n].unit : "",
            .system = expires ? 0 : 7,
            .serial = expires ? 0 : 3,
            .grade = row->grade,
            .on = test_day(row->facts[n].on),
            .noted_on = test_day("2026-06-01"),
        };
    }
    return n;
}

static void slots_text(const struct review_slots *slots, char *out, size_t size)
{
    *out = '\0';
    for (size_t i = 0; i < slots->count; i++) {
        char from[DATE_TEXT], to[DATE_TEXT], since[DATE_TEXT];
        const struct review_slot *slot = &slots->rows[i];
        snprintf(out + strlen(out), size - strlen(out), "%s%s=%s..%s<%s", i ? " " : "", slot->unit,
                 civil_format_date(slot->from, from), civil_format_date(slot->to, to),
                 civil_format_date(slot->since, since));
    }
}

static void check_slots(const struct slot_row *row)
{
    struct review_fact rows[FACTS_MAX];
    struct review_facts facts = { rows, take_facts(row, rows) };
    struct review_slots slots;
    struct problem problem = { .rc = RC_OK };
    char text[512];
    struct schedule_review review = {
        .kind = row->kind,
        .clause = "C-1",
        .title = "t",
        .places = row->kind == REVIEW_CERTIFICATE
                      ? json_pack("[{s:s}, {s:s}]", "unit", "甲证", "unit", "乙证")
                      : json_pack("[{s:s, s:i}]", "unit", "3", "serial", 3),
    };
    assert_int_equal(review_slots_make(&review, &facts, &slots, &problem), RC_OK);
    slots_text(&slots, text, sizeof(text));
    if (strcmp(text, row->slots) != 0 || slots.waits != row->waits)
        fail_msg("%s: %s, %d wait", row->name, text, (int)slots.waits);
    review_slots_fini(&slots);
    json_decref(review.places);
}

static void test_slots(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(SLOTS); i++)
        check_slots(&SLOTS[i]);
}

/* Facts that no calendar holds, and more assessments than the rule counts. */
static void test_at_the_edges(void **state)
{
    (void)state;
    enum { MANY = 300 };
    static struct review_fact rows[MANY + 1];
    struct review_facts facts = { rows, 1 };
    struct review_slots slots;
    struct problem problem = { .rc = RC_OK };
    struct schedule_review review = { .kind = REVIEW_FILING,
                                      .clause = "C-1",
                                      .places = json_array() };
    rows[0] =
        (struct review_fact){ .name = "filed", .unit = "", .system = 7, .grade = 3, .on = DAY_MAX };
    assert_int_equal(review_slots_make(&review, &facts, &slots, &problem), RC_INVALID);
    review_slots_fini(&slots);
    rows[0].on = test_day("2026-03-02");
    for (int i = 1; i <= MANY; i++) {
        rows[i] = rows[0];
        rows[i].name = "assessed";
        rows[i].on = rows[0].on + i;
    }
    facts.count = MANY + 1;
    review.kind = REVIEW_ASSESSMENT;
    problem = (struct problem){ .rc = RC_OK };
    rc_t rc = review_slots_make(&review, &facts, &slots, &problem);
    if (rc == RC_OK) { /* reckoned from the last one, whatever the certificate's end */
        int32_t due = 0;
        assert_true(civil_add_months(rows[MANY].on, 12, &due));
        assert_int_equal(slots.rows[0].to, due);
    } else {
        assert_int_equal(rc, RC_INVALID);
    }
    review_slots_fini(&slots);
    json_decref(review.places);
}

static void test_words(void **state)
{
    (void)state;
    assert_string_equal(review_kind_word(REVIEW_FILING), "filing");
    assert_string_equal(review_kind_word(REVIEW_ASSESSMENT), "assessment");
    assert_string_equal(review_kind_word(REVIEW_CERTIFICATE), "certificate");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_of_the_shipped_pack),
        cmocka_unit_test(test_of_odd_packs),
        cmocka_unit_test(test_slots),
        cmocka_unit_test(test_at_the_edges),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
