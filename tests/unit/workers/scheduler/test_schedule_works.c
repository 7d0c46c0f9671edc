#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "schedule_works.h"
#include "shipped.h"

/* The pack asks for one training a year; what it states without a number plans nothing. */
static void test_of_the_shipped_pack(void **state)
{
    (void)state;
    struct shipped shipped;
    struct schedule_works works;
    struct problem problem = { .rc = RC_OK };
    shipped_open(&shipped);
    assert_int_equal(schedule_works_make(&shipped.frame, &works, &problem), RC_OK);
    assert_int_equal(works.count, 1);
    const struct schedule_work *work = &works.rows[0];
    assert_string_equal(work->clause, "YF-073");
    assert_int_equal(work->period, SLOT_YEAR);
    assert_int_equal(work->times, 1);
    assert_int_equal(work->items, 0);
    assert_int_equal(work->catch_up, CATCH_UP_WINDOW);
    assert_int_equal(json_array_size(work->places), 1);
    assert_false(schedule_leans(work));
    schedule_works_fini(&works);
    assert_int_equal(works.count, 0);
    shipped_close(&shipped);
}

static void test_the_days_of_the_service(void **state)
{
    (void)state;
    struct shipped shipped;
    shipped_open(&shipped);
    struct recurrence_use use = schedule_use(&shipped.frame);
    assert_int_equal(use.range.from, shipped.frame.service_from);
    assert_int_equal(use.range.start, shipped.frame.service_from);
    assert_int_equal(use.range.to, shipped.frame.service_to);
    shipped_close(&shipped);
}

static void test_words(void **state)
{
    (void)state;
    for (int i = 0; i < CATCH_UP__COUNT; i++)
        assert_int_equal(catch_up_from_word(catch_up_word((enum catch_up)i)), i);
    assert_int_equal(catch_up_from_word("never"), CATCH_UP_SKIP);
    assert_string_equal(schedule_work_word(WORK_DOCUMENT), "document");
    assert_string_equal(schedule_work_word(WORK_SERVICE), "service");
}

/* ---- ceilings ---- */

/* 300 characters of four bytes each. */
static void long_title(char out[4 * 300 + 1], char last)
{
    static const char WIDE[] = "\xF0\xA0\xAE\xB7";
    for (size_t i = 0; i < 300; i++)
        memcpy(out + 4 * i, WIDE, 4);
    out[4 * 300] = '\0';
    memcpy(out + 4 * 299, "\xF0\xA0\xAE", 3);
    out[4 * 299 + 3] = last;
}

/* Two titles of 300 characters that differ in the last one, owed for services whose codes are as
 * long as a code can be: every place has its whole name. */
static void test_long_names(void **state)
{
    (void)state;
    static char titles[2][4 * 300 + 1], code[65];
    struct shipped shipped;
    struct schedule_works works;
    struct problem problem = { .rc = RC_OK };
    shipped_open(&shipped);
    long_title(titles[0], '\xB7');
    long_title(titles[1], '\xB8');
    memset(code, 'a', 64);
    const char *names[] = { titles[0], titles[1] };
    struct pack_service service = { .code = code };
    struct pack_deliverable document = { .clause = "A",
                                         .title = titles[0],
                                         .titles = { names, 2 },
                                         .per = PER_SERVICE,
                                         .again = { .per = SLOT_YEAR, .times = 1 } };
    struct pack pack = *shipped.frame.pack;
    pack.deliverables.rows = &document;
    pack.deliverables.count = 1;
    pack.services.rows = &service;
    pack.services.count = 1;
    shipped.frame.pack = &pack;
    assert_int_equal(schedule_works_make(&shipped.frame, &works, &problem), RC_OK);
    const struct schedule_work *work = &works.rows[works.count - 1];
    assert_int_equal(json_array_size(work->places), 2);
    for (size_t i = 0; i < 2; i++) {
        const char *unit =
            json_string_value(json_object_get(json_array_get(work->places, i), "unit"));
        assert_int_equal(strlen(unit), 4 * 300 + 1 + 64);
        assert_memory_equal(unit, titles[i], 4 * 300);
        assert_string_equal(unit + 4 * 300 + 1, code);
    }
    schedule_works_fini(&works);
    shipped_close(&shipped);
}

/* Each pair is the most that is planned and the least that is not. */
static const struct {
    const char *name;
    size_t titles, systems;
    int64_t times, units; /* of recurring work; 0: a document */
    bool planned;
} MOST[] = {
    { "a pack's units, as often as can be", 0, 0, 1000, 99, true },
    { "units of a reading", 0, 0, 1000, 100, true },
    { "one unit more", 0, 0, 1000, 101, false },
    { "all the units a reading can say", 0, 0, 10, 10000, true },
    { "once more", 0, 0, 11, 10000, false },
    { "all that a reading and a row can say", 0, 0, 1000, 10000, false },
    { "titles of systems", 50, 2000, 1, 0, true },
    { "one title more", 51, 2000, 1, 0, false },
    { "all that a section holds", 2000, 2000, 1000, 0, false },
};

static rc_t make_most(struct shipped *shipped, size_t i, size_t *ret_places,
                      struct problem *problem)
{
    static const char *titles[2000];
    static struct pack_system systems[2000];
    struct schedule_works works = { .count = 0 };
    struct pack pack = *shipped->pack;
    struct pack_recurrence again = { .per = SLOT_YEAR, .times = MOST[i].times };
    struct pack_recurring work = {
        .clause = "A", .title = "t", .again = again, .units = MOST[i].units
    };
    struct pack_deliverable document = {
        .clause = "A", .title = "t", .per = PER_SYSTEM, .again = again
    };
    for (size_t k = 0; k < COUNT_OF(titles); k++)
        titles[k] = "t";
    document.titles.rows = titles;
    document.titles.count = MOST[i].titles;
    pack.recurring.rows = &work;
    pack.recurring.count = MOST[i].units > 0;
    pack.deliverables.rows = &document;
    pack.deliverables.count = MOST[i].units == 0;
    pack.systems.rows = systems;
    pack.systems.count = MOST[i].systems;
    struct contract_frame frame = shipped->frame;
    frame.pack = &pack;
    rc_t rc = schedule_works_make(&frame, &works, problem);
    *ret_places = rc == RC_OK ? json_array_size(works.rows[0].places) : 0;
    if (rc == RC_OK)
        schedule_works_fini(&works);
    return rc;
}

static void test_the_most_of_one_slot(void **state)
{
    (void)state;
    struct shipped shipped;
    shipped_open(&shipped);
    for (size_t i = 0; i < COUNT_OF(MOST); i++) {
        struct problem problem = { .rc = RC_OK };
        size_t places = 0;
        rc_t rc = make_most(&shipped, i, &places, &problem);
        size_t want = MOST[i].units > 0 ? (size_t)MOST[i].units : MOST[i].titles * MOST[i].systems;
        if (rc != (MOST[i].planned ? RC_OK : RC_INVALID) || (rc == RC_OK && places != want) ||
            (rc != RC_OK && (strcmp(problem.field, "clause") != 0 || !strstr(problem.text, "A"))))
            fail_msg("%s: %d places, %s", MOST[i].name, (int)places, problem.text);
    }
    shipped_close(&shipped);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_of_the_shipped_pack),
        cmocka_unit_test(test_the_days_of_the_service),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_long_names),
        cmocka_unit_test(test_the_most_of_one_slot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
