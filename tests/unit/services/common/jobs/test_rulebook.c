/* Packs and calendars of the database, parsed once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "memory.h"
#include "rulebook.h"
#include "temp_db.h"

struct ground {
    struct temp_db tdb;
    pg_t *db;
    rulebook_t *book;
    struct problem problem;
};

static int open_ground(void **state)
{
    struct ground *ground = mem_new(sizeof(*ground));
    temp_db_open(&ground->tdb);
    ground->db = temp_db_pg(&ground->tdb, "mlps_registry");
    ground->book = rulebook_local_new();
    *state = ground;
    return 0;
}

static int close_ground(void **state)
{
    struct ground *ground = *state;
    rulebook_local_destroy(ground->book);
    pg_destroy(&ground->db);
    temp_db_close(&ground->tdb);
    mem_free(ground);
    return 0;
}

#define PACK                                                                                       \
    "pack: %s\nversion: %d\ntitle: 项目 %d\nsource: x\nzone: Asia/Shanghai\n"                    \
    "calendar: {base: cn, makeup_days: true}\n%s"

static int64_t add_text(struct ground *ground, const char *name, int version, const char *text)
{
    char sql[2048];
    snprintf(sql, sizeof(sql),
             "insert into pack (name, version, sha256, body) values ('%s', %d,"
             " encode(sha256(convert_to('%s', 'UTF8')), 'hex'), '%s') returning id",
             name, version, text, text);
    return db_number(&ground->tdb, sql);
}

static int64_t add_pack(struct ground *ground, const char *name, int version, const char *more)
{
    char text[1024];
    snprintf(text, sizeof(text), PACK, name, version, version, more);
    return add_text(ground, name, version, text);
}

/* Asks that need a transaction run in one. */
struct ask {
    struct ground *ground;
    int64_t id;
    const pack_t *pack;
    const calendar_t *calendar;
};

static rc_t ask_pack(pg_t *db, void *arg, struct problem *problem)
{
    struct ask *ask = arg;
    return rulebook_pack(ask->ground->book, db, ask->id, &ask->pack, problem);
}

static rc_t ask_calendar(pg_t *db, void *arg, struct problem *problem)
{
    struct ask *ask = arg;
    return rulebook_calendar(ask->ground->book, db, ask->id, &ask->calendar, problem);
}

static rc_t get(struct ground *ground, pg_tx_fn *fn, struct ask *ask)
{
    problem_clear(&ground->problem);
    ask->ground = ground;
    return pg_tx(ground->db, PG_READ, fn, ask, &ground->problem);
}

static void test_a_pack_is_parsed_once(void **state)
{
    struct ground *ground = *state;
    struct ask first = { .id = add_pack(ground, "one", 1, "") };
    struct ask again = first;
    assert_int_equal(get(ground, ask_pack, &first), RC_OK);
    assert_string_equal(first.pack->title, "项目 1");
    assert_int_equal(get(ground, ask_pack, &again), RC_OK);
    assert_ptr_equal(first.pack, again.pack);
}

static void test_no_such_row(void **state)
{
    struct ground *ground = *state;
    static const int64_t IDS[] = { 0, -1, 7, INT64_MAX };
    for (size_t i = 0; i < COUNT_OF(IDS); i++) {
        struct ask ask = { .id = IDS[i] };
        assert_int_equal(get(ground, ask_pack, &ask), RC_NOT_FOUND);
        assert_string_equal(ground->problem.field, "pack");
        assert_null(ask.pack);
        assert_int_equal(get(ground, ask_calendar, &ask), RC_NOT_FOUND);
        assert_string_equal(ground->problem.field, "calendar");
        assert_null(ask.calendar);
    }
}

static void test_a_text_that_is_no_pack(void **state)
{
    struct ground *ground = *state;
    struct ask ask = { .id = add_text(ground, "bad", 1, "pack: [") };
    assert_int_equal(get(ground, ask_pack, &ask), RC_INVALID);
    assert_non_null(strstr(ground->problem.text, "bad"));
    assert_null(ask.pack);
}

/* More packs than are kept: the one longest unused goes and comes back as it was. */
static void test_the_longest_unused_goes(void **state)
{
    struct ground *ground = *state;
    struct ask asks[RULEBOOK_KEEP + 3];
    for (size_t i = 0; i < COUNT_OF(asks); i++) {
        asks[i] = (struct ask){ .id = add_pack(ground, "many", (int)i + 1, "") };
        assert_int_equal(get(ground, ask_pack, &asks[i]), RC_OK);
        struct ask used = { .id = asks[0].id }; /* kept, because it is used */
        assert_int_equal(get(ground, ask_pack, &used), RC_OK);
        assert_ptr_equal(used.pack, asks[0].pack);
    }
    for (size_t i = 0; i < COUNT_OF(asks); i++) {
        struct ask again = { .id = asks[i].id };
        assert_int_equal(get(ground, ask_pack, &again), RC_OK);
        assert_int_equal(again.pack->version, (int64_t)i + 1);
    }
}

static void test_a_used_pack_is_the_newest_before(void **state)
{
    struct ground *ground = *state;
    static const char PHASES[] = "phases:\n  - {clause: A-1, no: 1, name: %s, within: 5 days}\n";
    char more[256];
    snprintf(more, sizeof(more), PHASES, "旧");
    add_pack(ground, "base", 1, more);
    struct ask user = { .id = add_pack(ground, "user", 1, "phases: {use: base/phases}\n") };
    snprintf(more, sizeof(more), PHASES, "新");
    add_pack(ground, "base", 2, more);
    struct ask later = { .id = add_pack(ground, "user", 2, "phases: {use: base/phases}\n") };
    if (get(ground, ask_pack, &user) != RC_OK)
        fail_msg("%s", ground->problem.text);
    assert_int_equal(get(ground, ask_pack, &later), RC_OK);
    assert_string_equal(user.pack->phases.rows[0].name, "旧");
    assert_string_equal(later.pack->phases.rows[0].name, "新");
}

static void test_calendars(void **state)
{
    struct ground *ground = *state;
    struct ask empty = { .id =
                             db_number(&ground->tdb, "insert into calendar_version (code, version)"
                                                     " values ('cn', '0') returning id") };
    struct ask full = { .id = db_number(&ground->tdb, "insert into calendar_version (code, version)"
                                                      " values ('cn', '1') returning id") };
    db_exec(
        &ground->tdb,
        "insert into calendar_day (calendar_id, day, kind, name)"
        " select id, d.day, d.kind, '春节' from calendar_version,"
        " (values (date '2026-02-17', 'holiday'), (date '2026-02-14', 'makeup')) as d (day, kind)"
        " where version = '1'");
    assert_int_equal(get(ground, ask_calendar, &empty), RC_OK);
    assert_int_equal(calendar_size(empty.calendar), 0);
    assert_int_equal(get(ground, ask_calendar, &full), RC_OK);
    assert_int_equal(calendar_size(full.calendar), 2);
    assert_string_equal(calendar_code(full.calendar), "cn");
    assert_string_equal(calendar_version(full.calendar), "1");
    assert_int_equal(calendar_entry_at(full.calendar, 0).kind, DAY_MAKEUP);
    assert_int_equal(calendar_entry_at(full.calendar, 1).kind, DAY_HOLIDAY);
    struct ask again = { .id = full.id };
    assert_int_equal(get(ground, ask_calendar, &again), RC_OK);
    assert_ptr_equal(again.calendar, full.calendar);
}

#define ON_GROUND(test) cmocka_unit_test_setup_teardown(test, open_ground, close_ground)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_GROUND(test_a_pack_is_parsed_once),
        ON_GROUND(test_no_such_row),
        ON_GROUND(test_a_text_that_is_no_pack),
        ON_GROUND(test_the_longest_unused_goes),
        ON_GROUND(test_a_used_pack_is_the_newest_before),
        ON_GROUND(test_calendars),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
