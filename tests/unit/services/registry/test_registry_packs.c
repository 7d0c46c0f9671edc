/* calendar.* and pack.load, pack.list on a real database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "registry_fixture.h"
#include "shipped.h"

#define MINHANG "packs/minhang-2024.yaml"

static json_t *load_calendar(struct bench *bench, const char *version, const char *csv)
{
    return bench_ok(bench, "calendar.load", "{s:s, s:s, s:s}", "code", "cn", "version", version,
                    "csv", csv);
}

static void test_calendar_is_loaded_once(void **state)
{
    struct bench *bench = *state;
    char *csv = shipped_text("calendars/cn.csv", NULL);
    json_t *first = load_calendar(bench, "2026", csv);
    json_t *again = load_calendar(bench, "2026", csv);
    json_t *list = bench_ok(bench, "calendar.list", "{}");
    assert_true(json_is_true(at_path(first, "loaded")));
    assert_false(json_is_true(at_path(again, "loaded")));
    assert_int_equal(int_at(first, "calendar"), int_at(again, "calendar"));
    assert_int_equal(size_at(list, "items"), 1);
    assert_string_equal(text_at(list, "items.0.code"), "cn");
    assert_string_equal(text_at(list, "items.0.first"), "2022-01-01");
    assert_string_equal(text_at(list, "items.0.last"),
                        db_text(&bench->tdb, "select max(day) from calendar_day"));
    assert_int_equal(int_at(list, "items.0.days"), int_at(first, "days"));
    assert_int_equal(int_at(first, "days"),
                     db_number(&bench->tdb, "select count(*) from calendar_day"));
    assert_int_equal(
        1, db_number(&bench->tdb, "select count(*) from event where kind = 'calendar.loaded'"));
    json_decref(first);
    json_decref(again);
    json_decref(list);
    mem_free(csv);
}

static void test_calendar_with_other_days_needs_a_new_version(void **state)
{
    struct bench *bench = *state;
    struct problem problem;
    json_decref(load_calendar(bench, "1", "date,type,name\n2026-01-01,holiday,元旦\n"));
    rc_t rc = bench_refused(bench, &problem, "calendar.load", "{s:s, s:s, s:s}", "code", "cn",
                            "version", "1", "csv", "date,type,name\n2026-01-02,holiday,元旦\n");
    assert_int_equal(rc, RC_CONFLICT);
    assert_string_equal(problem.field, "version");
    json_decref(load_calendar(bench, "2", "date,type,name\r\n2026-01-02,holiday,元旦\r\n"));
    assert_int_equal(2, db_number(&bench->tdb, "select count(*) from calendar_day"));
}

static void test_bad_calendar_leaves_nothing(void **state)
{
    struct bench *bench = *state;
    struct problem problem;
    rc_t rc = bench_refused(bench, &problem, "calendar.load", "{s:s, s:s, s:s}", "code", "cn",
                            "version", "1", "csv",
                            "date,type,name\n2026-01-01,holiday,元旦\n2026-13-02,holiday,元旦\n");
    assert_int_equal(rc, RC_INVALID);
    assert_non_null(strstr(problem.text, "3"));
    rc = bench_refused(bench, &problem, "calendar.load", "{s:s, s:s, s:s}", "code", "cn", "version",
                       "1", "csv", "date,type,name\n");
    assert_int_equal(rc, RC_INVALID);
    assert_string_equal(problem.field, "csv");
    assert_int_equal(0, db_number(&bench->tdb, "select count(*) from calendar_version"));
}

static void test_pack_is_kept_to_the_byte(void **state)
{
    struct bench *bench = *state;
    size_t len;
    char hex[65];
    unsigned char hash[crypto_hash_sha256_BYTES];
    char *yaml = shipped_text(MINHANG, &len);
    crypto_hash_sha256(hash, (const unsigned char *)yaml, len);
    sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
    json_t *first = portfolio_pack(bench, yaml);
    json_t *again = portfolio_pack(bench, yaml);
    assert_true(json_is_true(at_path(first, "loaded")));
    assert_false(json_is_true(at_path(again, "loaded")));
    assert_string_equal(text_at(first, "sha256"), hex);
    assert_string_equal(text_at(again, "sha256"), hex);
    assert_string_equal(db_text(&bench->tdb,
                                "select encode(sha256(convert_to(body, 'UTF8')), 'hex')"
                                " from pack"),
                        hex);
    assert_int_equal(1, db_number(&bench->tdb, "select count(*) from pack"));
    assert_int_equal(
        1, db_number(&bench->tdb, "select count(*) from event where kind = 'pack.loaded'"));
    json_decref(first);
    json_decref(again);
    mem_free(yaml);
}

static void test_other_bytes_need_a_higher_version(void **state)
{
    struct bench *bench = *state;
    struct problem problem;
    char *yaml = shipped_text(MINHANG, NULL);
    char *changed = shipped_version(MINHANG, 1, "# a remark\n");
    char *third = shipped_version(MINHANG, 3, "");
    char *second = shipped_version(MINHANG, 2, "");
    json_decref(portfolio_pack(bench, yaml));
    assert_int_equal(bench_refused(bench, &problem, "pack.load", "{s:s}", "yaml", changed),
                     RC_CONFLICT);
    assert_string_equal(problem.field, "version");
    assert_non_null(strstr(problem.text, "raise \"version\" to 2"));
    json_decref(portfolio_pack(bench, third));
    assert_int_equal(bench_refused(bench, &problem, "pack.load", "{s:s}", "yaml", second),
                     RC_CONFLICT);
    assert_non_null(strstr(problem.text, "raise \"version\" to 4"));
    json_t *again = portfolio_pack(bench, yaml); /* the first text is still known */
    assert_false(json_is_true(at_path(again, "loaded")));
    json_decref(again);
    json_t *newest = bench_ok(bench, "pack.show", "{s:s}", "name", "minhang-2024");
    json_t *oldest =
        bench_ok(bench, "pack.show", "{s:s, s:i}", "name", "minhang-2024", "version", 1);
    assert_int_equal(int_at(newest, "version"), 3);
    assert_int_equal(int_at(oldest, "version"), 1);
    json_t *text = bench_ok(bench, "pack.text", "{s:s, s:i}", "name", "minhang-2024", "version", 3);
    assert_string_equal(text_at(text, "yaml"), third);
    json_decref(text);
    json_decref(newest);
    json_decref(oldest);
    mem_free(yaml);
    mem_free(changed);
    mem_free(third);
    mem_free(second);
}

static void test_bad_pack_names_its_line(void **state)
{
    struct bench *bench = *state;
    struct problem problem;
    char *wrong = shipped_version(MINHANG, 1, "\nnonsense: 1\n");
    int lines = 1;
    for (const char *at = strstr(wrong, "\nnonsense") + 1; at > wrong; at--)
        lines += at[-1] == '\n';
    char place[64];
    snprintf(place, sizeof(place), "bad.yaml:%d:1", lines);
    rc_t rc = bench_refused(bench, &problem, "pack.load", "{s:s, s:s}", "yaml", wrong, "file",
                            "bad.yaml");
    assert_int_equal(rc, RC_INVALID);
    if (!strstr(problem.text, place))
        fail_msg("wanted %s in: %s", place, problem.text);
    assert_int_equal(0, db_number(&bench->tdb, "select count(*) from pack"));
    mem_free(wrong);
}

static void test_used_packs_come_first(void **state)
{
    struct bench *bench = *state;
    struct problem problem;
    char *yaml = shipped_text("packs/yifen-2026.yaml", NULL);
    assert_int_not_equal(bench_refused(bench, &problem, "pack.load", "{s:s}", "yaml", yaml), RC_OK);
    assert_non_null(strstr(problem.text, "minhang-2024"));
    assert_int_equal(0, db_number(&bench->tdb, "select count(*) from pack"));
    mem_free(yaml);
}

/* A raised version of what a pack uses changes nothing in the pack that used it before. */
static void test_a_stored_pack_reads_the_same_for_ever(void **state)
{
    struct bench *bench = *state;
    portfolio_load(bench);
    json_t *before = bench_ok(bench, "pack.show", "{s:s}", "name", "yifen-2026");
    char *second = shipped_version(MINHANG, 2, "");
    const char *phase = strstr(second, "\nphases:");
    assert_non_null(phase);
    json_t *shown = bench_ok(bench, "pack.show", "{s:s}", "name", "minhang-2024");
    const char *name = text_at(shown, "phases.0.name");
    char *at = strstr(second + (phase - second), name);
    assert_non_null(at);
    memcpy(at, "改", strlen("改")); /* a character of the first phase's name */
    json_decref(portfolio_pack(bench, second));
    dispatch_fini(&bench->dispatch); /* forget what was parsed */
    dispatch_init(&bench->dispatch, &REGISTRY, &bench->clk, bench->db);
    json_t *after = bench_ok(bench, "pack.show", "{s:s}", "name", "yifen-2026");
    json_t *changed = bench_ok(bench, "pack.show", "{s:s}", "name", "minhang-2024");
    assert_true(json_equal(at_path(before, "phases"), at_path(after, "phases")));
    assert_false(json_equal(at_path(before, "phases"), at_path(changed, "phases")));
    json_decref(before);
    json_decref(after);
    json_decref(changed);
    json_decref(shown);
    mem_free(second);
}

static void test_list_walks_every_version_once(void **state)
{
    struct bench *bench = *state;
    json_t *cursor = json_null();
    int64_t seen = 0;
    for (int version = 1; version <= 5; version++) {
        char *text = shipped_version(MINHANG, version, "");
        json_decref(portfolio_pack(bench, text));
        mem_free(text);
    }
    for (int pages = 0; pages < 4; pages++) {
        json_t *list = bench_ok(bench, "pack.list", "{s:i, s:o}", "limit", 2, "cursor", cursor);
        for (size_t i = 0; i < size_at(list, "items"); i++) {
            const json_t *item = json_array_get(at_path(list, "items"), i);
            assert_int_equal(int_at(item, "version"), ++seen);
            assert_int_equal(strlen(text_at(item, "sha256")), 64);
            assert_true(strlen(text_at(item, "title")) > 0);
            assert_string_equal(text_at(item, "loaded_at"), PORTFOLIO_NOW);
        }
        cursor = json_deep_copy(at_path(list, "next"));
        json_decref(list);
        if (json_is_null(cursor))
            break;
    }
    json_decref(cursor);
    assert_int_equal(seen, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_EMPTY(test_calendar_is_loaded_once),
        ON_EMPTY(test_calendar_with_other_days_needs_a_new_version),
        ON_EMPTY(test_bad_calendar_leaves_nothing),
        ON_EMPTY(test_pack_is_kept_to_the_byte),
        ON_EMPTY(test_other_bytes_need_a_higher_version),
        ON_EMPTY(test_bad_pack_names_its_line),
        ON_EMPTY(test_used_packs_come_first),
        ON_EMPTY(test_a_stored_pack_reads_the_same_for_ever),
        ON_EMPTY(test_list_walks_every_version_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
