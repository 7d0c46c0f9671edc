/* One export from its row to its file, without a job. */
#include "export_run.h"

#include "export_fixture.h"
#include "statement_columns.h"

struct watcher {
    int calls, closings;
    int64_t last, total;
    int middles;   /* calls with some rows, but not all */
    int refuse_at; /* call that is answered with RC_CONFLICT; 0: none */
};

static rc_t watch(void *arg, const struct export_progress *now, struct problem *problem)
{
    struct watcher *watcher = arg;
    assert_string_equal(now->contract, "yifen-2026");
    assert_true(now->done >= watcher->last && now->done <= now->total);
    watcher->last = now->done;
    watcher->total = now->total;
    watcher->middles += now->done > 0 && now->done < now->total;
    if (++watcher->calls == watcher->refuse_at)
        return problem_set(problem, RC_CONFLICT, NULL, "no longer ours");
    return RC_OK;
}

static void closing(void *arg)
{
    struct watcher *watcher = arg;
    assert_true(watcher->last == watcher->total);
    watcher->closings++;
}

struct place {
    rulebook_t *book;
    export_files_t *files;
    pg_t *reader;
};

static rc_t run(struct export_fixture *fixture, int64_t id, struct watcher *watcher,
                struct export_result *result, struct problem *problem)
{
    struct problem ignored = { .rc = RC_OK };
    struct place place = { .book = rulebook_new(),
                           .reader = temp_db_pg(&fixture->tdb, "mlps_export") };
    assert_int_equal(export_files_open(fixture->data, &place.files, &ignored), RC_OK);
    pg_set_context(
        place.reader,
        &(struct pg_context){ .account = "export", .now_fixed = true, .now_us = FIXTURE_NOW });
    rc_t rc = export_run(&(struct export_run){ .reader = place.reader,
                                               .book = place.book,
                                               .files = place.files,
                                               .id = id,
                                               .progress = watch,
                                               .closing = closing,
                                               .arg = watcher },
                         result, problem);
    export_files_close(&place.files);
    rulebook_destroy(&place.book);
    pg_destroy(&place.reader);
    return rc;
}

static void remove_result(const struct export_fixture *fixture, const struct export_result *result)
{
    char path[300];
    snprintf(path, sizeof(path), "%s/exports/%s", fixture->data, result->file);
    assert_int_equal(unlink(path), 0);
}

static void test_a_run(void **state)
{
    struct export_fixture *fixture = *state;
    struct watcher watcher = { .refuse_at = 0 };
    struct problem problem = { .rc = RC_OK };
    struct export_result result;
    int64_t id = fixture_request(fixture, "deadlines", "en");
    assert_int_equal(run(fixture, id, &watcher, &result, &problem), RC_OK);
    assert_int_equal(watcher.closings, 1);
    assert_int_equal(watcher.last, watcher.total);
    assert_int_equal(result.done.rows, watcher.total);
    assert_int_equal(result.frame.today, 20619);
    assert_int_equal(result.frame.lang, LANG_EN);
    assert_non_null(strstr(result.file, "yifen-2026-deadlines-2026-06-15-"));
    remove_result(fixture, &result);
}

static void test_progress_while_rows_are_written(void **state)
{
    struct export_fixture *fixture = *state;
    struct watcher watcher = { .refuse_at = 0 };
    struct problem problem = { .rc = RC_OK };
    struct export_result result;
    db_exec(&fixture->tdb, "insert into deliverable (contract_id, clause, title, occurrence) "
                           "select c.id, 'X', 'many ' || g / 10000, g % 10000 + 1 from contract c, "
                           "generate_series(1, 60000) g");
    int64_t id = fixture_request(fixture, "deliverables", "zh");
    assert_int_equal(run(fixture, id, &watcher, &result, &problem), RC_OK);
    assert_int_equal(watcher.total, 60013);
    assert_true(watcher.middles >= 1);
    remove_result(fixture, &result);
    watcher = (struct watcher){ .refuse_at = 2 };
    assert_int_equal(run(fixture, id, &watcher, &result, &problem), RC_CONFLICT);
    assert_string_equal(problem.text, "no longer ours");
    assert_int_equal(watcher.calls, 2);
    db_exec(&fixture->tdb, "delete from deliverable where clause = 'X'");
}

static void test_stopped_before_the_first_row(void **state)
{
    struct export_fixture *fixture = *state;
    struct watcher watcher = { .refuse_at = 1 };
    struct problem problem = { .rc = RC_OK };
    struct export_result result;
    int64_t id = fixture_request(fixture, "systems", "zh");
    assert_int_equal(run(fixture, id, &watcher, &result, &problem), RC_CONFLICT);
    assert_int_equal(watcher.closings, 0);
}

static const struct {
    const char *name, *arrange, *error;
    rc_t rc;
} CASES[] = {
    { "an unknown kind", "update export set kind = 'other' where id = %" PRId64,
      "there is no workbook \"other\"", RC_INVALID },
    { "a zone nobody knows", "update contract set zone = 'Europe/Berlin' where %" PRId64 " > 0",
      "unknown zone", RC_INVALID },
    { "no such export",
      "update contract set zone = 'Asia/Shanghai'; delete from job; delete from export where id = "
      "%" PRId64,
      "there is no such export", RC_NOT_FOUND },
};

static void test_what_cannot_be_done(void **state)
{
    struct export_fixture *fixture = *state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct watcher watcher = { .refuse_at = 0 };
        struct problem problem = { .rc = RC_OK };
        struct export_result result;
        int64_t id = fixture_request(fixture, "systems", "zh");
        struct bytebuf sql;
        bytebuf_init(&sql, 1000);
        char number[24];
        snprintf(number, sizeof(number), "%" PRId64, id);
        const char *mark = strstr(CASES[i].arrange, "%" PRId64);
        assert_int_equal(bytebuf_add(&sql, CASES[i].arrange, (size_t)(mark - CASES[i].arrange)),
                         RC_OK);
        assert_int_equal(bytebuf_fmt(&sql, "%s%s", number, mark + strlen("%" PRId64)), RC_OK);
        db_exec(&fixture->tdb, bytebuf_str(&sql));
        bytebuf_fini(&sql);
        if (run(fixture, id, &watcher, &result, &problem) != CASES[i].rc ||
            !strstr(problem.text, CASES[i].error))
            fail_msg("%s: %s", CASES[i].name, problem.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_run),
        cmocka_unit_test(test_progress_while_rows_are_written),
        cmocka_unit_test(test_stopped_before_the_first_row),
        cmocka_unit_test(test_what_cannot_be_done),
    };
    return cmocka_run_group_tests(tests, statement_setup, statement_teardown);
}
