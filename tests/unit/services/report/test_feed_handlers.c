/* Feeds from issue to revocation, on the real contract: what a link shows, to whom, and for how
 * long. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "ceilings.h"
#include "feed_text.h"
#include "ics_check.h"
#include "report_fixture.h"
#include "wire_check.h"

#define CODE "yifen-2026"

enum { TOKEN_TEXT = 80 };

static json_t *issue(struct ground *ground, const char *key, const char *value)
{
    json_t *args = json_pack("{s:s}", "contract", CODE);
    if (key)
        json_object_set_new(args, key, json_string(value));
    return bench_ok_json(&ground->report, "feed.issue", args);
}

/* A new feed's token, in `out`; gives its row. */
static int64_t token_of(struct ground *ground, const char *key, const char *value, char *out)
{
    json_t *feed = issue(ground, key, value);
    int64_t id = int_at(feed, "id");
    snprintf(out, TOKEN_TEXT, "%s", text_at(feed, "token"));
    json_decref(feed);
    return id;
}

static icalcomponent *calendar_of(struct ground *ground, const char *token)
{
    json_t *reply = bench_ok(&ground->report, "feed.get", "{s:s}", "token", token);
    icalcomponent *calendar = ics_parse(text_at(reply, "text"));
    assert_int_equal(int_at(reply, "events"), ics_count(calendar));
    json_decref(reply);
    return calendar;
}

static void arrange_deadlines(struct ground *ground)
{
    static const struct deadline_row_new ROWS[] = {
        { .code = "NONE", .kind = "term", .state = "open", .due = "2026-06-20" },
        { .code = "FIRST", .kind = "phase", .state = "open", .serial = 1, .due = "2026-06-21" },
        { .code = "SIXTH", .kind = "phase", .state = "paused", .serial = 6, .due = "2026-06-22" },
    };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        row_deadline(&ground->registry.tdb, &ROWS[i]);
}

/* An engineer of the first team, and a manager of none. */
static void arrange_people(struct ground *ground)
{
    db_exec(
        &ground->registry.tdb,
        "insert into person (contract_id, team_id, name, role) select c.id, v.team, v.name, "
        "v.role from contract c, (values ((select team_id from system where serial = 1), '甲', "
        "'engineer'), (null, '甲', 'manager'), (null, '乙', 'leader')) as v (team, name, role)");
}

static void test_issue(void **state)
{
    struct ground *ground = *state;
    char path[120];
    json_t *feed = issue(ground, NULL, NULL);
    assert_string_equal(text_at(feed, "scope"), "contract");
    assert_null(text_at(feed, "team"));
    assert_null(text_at(feed, "revoked_at"));
    assert_string_equal(text_at(feed, "issued_at"), "2026-06-15T09:00:00+08:00");
    snprintf(path, sizeof(path), "/api/v1/calendar/%s.ics", text_at(feed, "token"));
    assert_string_equal(text_at(feed, "path"), path);
    json_decref(feed);
    feed = issue(ground, "team", "fgw");
    assert_string_equal(text_at(feed, "scope"), "team");
    assert_string_equal(text_at(feed, "team"), "fgw");
    json_decref(feed);
}

/* Nowhere in the database does the token stand: not in the feed, not in the reply kept for a
 * repetition, not in the event. */
static void test_the_token_is_kept_nowhere(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    char token[TOKEN_TEXT], sql[400];
    token_of(ground, NULL, NULL, token);
    snprintf(sql, sizeof(sql),
             "select (select count(*) from calendar_feed f where f::text like '%%%s%%')"
             " + (select count(*) from idempotency i where i::text like '%%%s%%')"
             " + (select count(*) from event e where e::text like '%%%s%%')",
             token, token, token);
    assert_int_equal(db_number(tdb, sql), 0);
    assert_string_equal(db_text(tdb, "select kind || ' ' || data from event where subject_kind = "
                                     "'calendar_feed'"),
                        "feed.issued {\"team\": null, \"scope\": \"contract\", \"person\": null}");
    assert_int_equal(db_number(tdb, "select count(*) from calendar_feed where token_hash ~ "
                                    "'^[0-9a-f]{64}$'"),
                     1);
}

/* A repetition under the same key makes no second feed, and does not tell the token again. */
static void test_a_repetition(void **state)
{
    struct ground *ground = *state;
    struct problem problem = { .rc = RC_OK };
    json_t *replies[2] = { NULL, NULL };
    for (int i = 0; i < 2; i++)
        assert_int_equal(bench_ask(&ground->report, "cli", "k", "feed.issue",
                                   json_pack("{s:s}", "contract", CODE), &replies[i], &problem),
                         RC_OK);
    assert_non_null(json_object_get(replies[0], "token"));
    assert_null(json_object_get(replies[1], "token"));
    assert_null(json_object_get(replies[1], "path"));
    assert_int_equal(int_at(replies[0], "id"), int_at(replies[1], "id"));
    json_decref(replies[0]);
    json_decref(replies[1]);
}

static const struct {
    const char *args;
    rc_t rc;
    const char *field;
} REFUSED[] = {
    { "{'contract':'none'}", RC_NOT_FOUND, "contract" },
    { "{'contract':'yifen-2026','team':'none'}", RC_NOT_FOUND, "team" },
    { "{'contract':'yifen-2026','person':'丙'}", RC_NOT_FOUND, "person" },
    { "{'contract':'yifen-2026','person':'甲','team':'fgw'}", RC_INVALID, "person" },
};

static void test_refused(void **state)
{
    struct ground *ground = *state;
    arrange_people(ground);
    for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
        struct problem problem = { .rc = RC_OK };
        json_t *reply = NULL;
        char key[20];
        snprintf(key, sizeof(key), "refused-%zu", i);
        rc_t rc = bench_ask(&ground->report, "cli", key, "feed.issue", wire_args(REFUSED[i].args),
                            &reply, &problem);
        if (rc != REFUSED[i].rc || strcmp(problem.field, REFUSED[i].field) != 0)
            fail_msg("%s: %s %s", REFUSED[i].args, rc_word(rc), problem.field);
    }
    assert_int_equal(db_number(&ground->registry.tdb, "select count(*) from calendar_feed"), 0);
}

/* ---- what a link shows ---- */

static const struct {
    const char *name, *key, *value;
    bool none, first, sixth; /* which of the deadlines */
} SCOPES[] = {
    { "the contract", NULL, NULL, true, true, true },
    { "the first team", "team", "fgw", false, true, false },
    { "the second team", "team", "gzw", false, false, true },
    { "an engineer goes before a manager of the same name", "person", "甲", false, true, false },
    { "who has no team sees the whole contract", "person", "乙", true, true, true },
};

static void test_scopes(void **state)
{
    struct ground *ground = *state;
    arrange_people(ground);
    arrange_deadlines(ground);
    for (size_t i = 0; i < COUNT_OF(SCOPES); i++) {
        char token[TOKEN_TEXT];
        token_of(ground, SCOPES[i].key, SCOPES[i].value, token);
        icalcomponent *calendar = calendar_of(ground, token);
        char *text = icalcomponent_as_ical_string_r(calendar);
        bool none = strstr(text, "SUMMARY:截止：NONE") != NULL;
        bool first = strstr(text, "FIRST") != NULL;
        bool sixth = strstr(text, "SIXTH") != NULL;
        bool rings = strstr(text, "VALARM") != NULL;
        if (none != SCOPES[i].none || first != SCOPES[i].first || sixth != SCOPES[i].sixth)
            fail_msg("%s: %d %d %d", SCOPES[i].name, none, first, sixth);
        if (rings != (SCOPES[i].key && strcmp(SCOPES[i].key, "person") == 0))
            fail_msg("%s: rings %d", SCOPES[i].name, rings);
        icalmemory_free_buffer(text);
        icalcomponent_free(calendar);
    }
}

/* Chinese unless English is asked for; the pack's names stay. */
static void test_languages(void **state)
{
    struct ground *ground = *state;
    char token[TOKEN_TEXT];
    arrange_deadlines(ground);
    token_of(ground, NULL, NULL, token);
    json_t *zh = bench_ok(&ground->report, "feed.get", "{s:s}", "token", token);
    json_t *en = bench_ok(&ground->report, "feed.get", "{s:s, s:s}", "token", token, "lang", "en");
    assert_non_null(strstr(text_at(zh, "text"), "SUMMARY:截止：NONE\r\n"));
    assert_non_null(strstr(text_at(en, "text"), "SUMMARY:Due: NONE\r\n"));
    json_decref(zh);
    json_decref(en);
}

/* A deadline that is moved keeps its UID and raises its SEQUENCE; one that is paused is taken away
 * by CANCELLED, and comes back when it goes on. */
static void test_a_moved_deadline(void **state)
{
    static const struct {
        const char *sql, *start, *sequence, *status;
    } STEPS[] = {
        { "select 1", "20260621", "1", "CONFIRMED" },
        { "update deadline set due_on = due_on + 7, due_at = due_at + interval '7 days', breach_at "
          "= "
          "breach_at + interval '7 days', due_version = due_version + 1 where code = 'FIRST'",
          "20260628", "2", "CONFIRMED" },
        { "update deadline set state = 'paused' where code = 'FIRST'", "20260628", "2",
          "CANCELLED" },
        { "update deadline set state = 'open', due_version = 3 where code = 'FIRST'", "20260628",
          "3", "CONFIRMED" },
        { "update deadline set provisional = true where code = 'FIRST'", "20260628", "3",
          "TENTATIVE" },
        { "update deadline set state = 'void' where code = 'FIRST'", "20260628", "3", "CANCELLED" },
    };
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    char token[TOKEN_TEXT], uid[80];
    arrange_deadlines(ground);
    token_of(ground, NULL, NULL, token);
    snprintf(uid, sizeof(uid), "deadline-%lld@" CODE ".mlps",
             (long long)db_number(tdb, "select id from deadline where code = 'FIRST'"));
    for (size_t i = 0; i < COUNT_OF(STEPS); i++) {
        db_exec(tdb, STEPS[i].sql);
        icalcomponent *calendar = calendar_of(ground, token);
        icalcomponent *event = ics_event(calendar, uid);
        assert_string_equal(ics_value(event, ICAL_DTSTART_PROPERTY), STEPS[i].start);
        assert_string_equal(ics_value(event, ICAL_SEQUENCE_PROPERTY), STEPS[i].sequence);
        assert_string_equal(ics_value(event, ICAL_STATUS_PROPERTY), STEPS[i].status);
        icalcomponent_free(calendar);
    }
}

/* The version of a feed in `out`; whether there was a text with it. */
static bool version_of(struct ground *ground, const char *token, const char *lang,
                       const char *known, char *out)
{
    json_t *reply = bench_ok(&ground->report, "feed.get", "{s:s, s:s, s:s*}", "token", token,
                             "lang", lang, "known", known);
    bool text = json_object_get(reply, "text") != NULL;
    snprintf(out, TOKEN_TEXT, "%s", text_at(reply, "version"));
    json_decref(reply);
    return text;
}

/* The version as two looks in a row give it: one look alone may take a transaction of a test beside this one, which ended in its
 * midst, for one of ours, and an event for not final yet (schema/functions/event_horizon.sql). */
static void steady_version(struct ground *ground, const char *token, char *out)
{
    char again[TOKEN_TEXT];
    do {
        version_of(ground, token, "zh", NULL, out);
        version_of(ground, token, "zh", NULL, again);
    } while (strcmp(out, again) != 0);
}

/* Two links to the same data show the same bytes under the same version, now and a moment later. */
static void test_the_same_bytes(void **state)
{
    struct ground *ground = *state;
    char first[TOKEN_TEXT], second[TOKEN_TEXT], version[TOKEN_TEXT], later[TOKEN_TEXT];
    arrange_deadlines(ground);
    token_of(ground, NULL, NULL, first);
    token_of(ground, NULL, NULL, second);
    db_settle(&ground->registry.tdb);
    steady_version(ground, first, version);
    json_t *one = bench_ok(&ground->report, "feed.get", "{s:s}", "token", first);
    bench_at(&ground->report, "2026-06-15T09:00:01+08:00");
    json_t *two = bench_ok(&ground->report, "feed.get", "{s:s}", "token", second);
    steady_version(ground, second, later);
    assert_string_equal(version, later);
    json_object_del(one, "version"); /* each of one look; compared by two above */
    json_object_del(two, "version");
    assert_true(json_equal(one, two));
    json_decref(one);
    json_decref(two);
}

/* More rows than a feed shows: it is a whole calendar of those nearest to today, says how many are
 * missing, and fits into a reply. */
static void test_many_rows(void **state)
{
    struct ground *ground = *state;
    char token[TOKEN_TEXT];
    db_exec(
        &ground->registry.tdb,
        "insert into deadline (contract_id, code, kind, clause, title, subject_kind, subject_id, "
        "due_on, due_at, breach_at, started_at) select c.id, 'D' || n, 'term', 'X-1', repeat('长', "
        "300), 'contract', n, '2026-06-15'::date + n / 10, '2027-01-01', '2027-01-01', "
        "'2026-01-01' from contract c, generate_series(0, 2999) as n");
    token_of(ground, NULL, NULL, token);
    json_t *reply = bench_ok(&ground->report, "feed.get", "{s:s}", "token", token);
    assert_int_equal(int_at(reply, "events") + int_at(reply, "left_out"), 3000);
    assert_true(int_at(reply, "left_out") >= 1500);
    assert_true(strlen(text_at(reply, "text")) <= FEED_BYTES_MAX);
    icalcomponent *calendar = ics_parse(text_at(reply, "text"));
    assert_non_null(ics_text(calendar, ICAL_DESCRIPTION_PROPERTY));
    icalcomponent_free(calendar);
    json_decref(reply);
}

/* ---- what the caller has already ---- */

/* The version it had before is `was`, which becomes the one it has now. Who has that one gets no
 * text. */
static bool has_changed(struct ground *ground, const char *token, char *was)
{
    char now[TOKEN_TEXT], told[TOKEN_TEXT], known[3 * TOKEN_TEXT];
    steady_version(ground, token, now);
    snprintf(known, sizeof(known), "W/\"x\", \"%s\"", was);
    bool text = version_of(ground, token, "zh", known, told);
    if (text != (strcmp(was, told) != 0))
        fail_msg("%s after %s: text %d", told, was, text);
    bool changed = strcmp(was, now) != 0;
    snprintf(was, TOKEN_TEXT, "%s", now);
    return changed;
}

static void happen(const struct temp_db *tdb, const char *contract)
{
    char sql[200];
    snprintf(sql, sizeof(sql),
             "insert into event (kind, contract, subject_kind, subject_id) values ('thing.done', "
             "'%s', 'thing', 1)",
             contract);
    db_exec(tdb, sql);
}

/* Nothing is made again for who has it; whatever it is made of makes another version. */
static void test_a_known_version(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *tdb = &ground->registry.tdb;
    char token[TOKEN_TEXT], team[TOKEN_TEXT], version[TOKEN_TEXT], other[TOKEN_TEXT];
    arrange_deadlines(ground);
    token_of(ground, NULL, NULL, token);
    token_of(ground, "team", "fgw", team);
    db_settle(tdb);
    assert_true(version_of(ground, token, "zh", NULL, version));
    steady_version(ground, token, version);
    assert_false(has_changed(ground, token, version));
    assert_true(version_of(ground, token, "en", version, other));
    assert_string_not_equal(other, version);
    assert_true(version_of(ground, team, "zh", version, other));
    assert_string_not_equal(other, version);
    happen(tdb, "another");
    db_settle(tdb);
    bench_at(&ground->report, "2026-06-15T23:59:59+08:00");
    assert_false(has_changed(ground, token, version));
    bench_at(&ground->report, "2026-06-16T00:00:00+08:00");
    assert_true(has_changed(ground, token, version));
    happen(tdb, CODE);
    assert_true(has_changed(ground, token, version));
    db_exec(tdb, "update contract set title = title || '!'");
    assert_true(has_changed(ground, token, version));
    db_exec(tdb, "update calendar_version set loaded_at = loaded_at + interval '1 day'");
    db_settle(tdb);
    assert_true(has_changed(ground, token, version));
    assert_false(has_changed(ground, token, version));
}

/* Two at once: whichever began first, ends first or has the lower seq, each is seen when it is
 * there and not before. */
static void test_versions_while_others_commit(void **state)
{
    struct ground *ground = *state;
    const struct temp_db *first = &ground->registry.tdb;
    struct temp_db second;
    char token[TOKEN_TEXT], version[TOKEN_TEXT];
    token_of(ground, NULL, NULL, token);
    temp_db_join(&second, first);
    for (int younger_first = 0; younger_first <= 1; younger_first++) {
        const struct temp_db *ends_first = younger_first ? &second : first;
        const struct temp_db *ends_last = younger_first ? first : &second;
        db_settle(first);
        steady_version(ground, token, version);
        db_exec(first, "begin; select pg_current_xact_id()");
        db_exec(&second, "begin");
        happen(&second, CODE);
        happen(first, CODE);
        assert_false(has_changed(ground, token, version));
        db_exec(ends_first, "commit");
        assert_true(has_changed(ground, token, version));
        db_exec(ends_last, "commit");
        assert_true(has_changed(ground, token, version));
    }
    temp_db_part(&second);
}

/* ---- the end of a link ---- */

static void check_gone(struct ground *ground, const char *token)
{
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(bench_refused(&ground->report, &problem, "feed.get", "{s:s}", "token", token),
                     RC_NOT_FOUND);
    assert_string_equal(problem.text, "there is no such calendar");
    assert_null(strstr(problem.text, token));
}

/* Revoked, unknown and malformed links get the same words at once. A second revocation changes
 * nothing and is told to nobody. */
static void test_revoke(void **state)
{
    struct ground *ground = *state;
    char token[TOKEN_TEXT], other[TOKEN_TEXT];
    int64_t id = token_of(ground, NULL, NULL, token);
    token_of(ground, NULL, NULL, other);
    icalcomponent_free(calendar_of(ground, token));
    for (int i = 0; i < 2; i++) {
        json_t *feed = bench_ok(&ground->report, "feed.revoke", "{s:I}", "feed", (json_int_t)id);
        assert_string_equal(text_at(feed, "revoked_at"), "2026-06-15T09:00:00+08:00");
        assert_int_equal(int_at(feed, "version"), 2);
        json_decref(feed);
    }
    check_gone(ground, token);
    check_gone(ground, "0000000000000000000000000000000000000000000000000000000000000000");
    check_gone(ground, "' or 1 = 1 --");
    icalcomponent_free(calendar_of(ground, other));
    assert_int_equal(
        db_number(&ground->registry.tdb, "select count(*) from event where kind = 'feed.revoked'"),
        1);
    struct problem problem = { .rc = RC_OK };
    assert_int_equal(bench_refused(&ground->report, &problem, "feed.revoke", "{s:i}", "feed", 99),
                     RC_NOT_FOUND);
}

/* The link of a person who has left is dead without anybody's doing. */
static void test_a_person_leaves(void **state)
{
    struct ground *ground = *state;
    char token[TOKEN_TEXT];
    arrange_people(ground);
    token_of(ground, "person", "乙", token);
    icalcomponent_free(calendar_of(ground, token));
    db_exec(&ground->registry.tdb, "update person set active = false where name = '乙'");
    check_gone(ground, token);
}

/* Who had which link, and until when; by pages. */
static void test_list(void **state)
{
    struct ground *ground = *state;
    char token[TOKEN_TEXT];
    int64_t first = token_of(ground, "team", "fgw", token);
    token_of(ground, NULL, NULL, token);
    json_decref(bench_ok(&ground->report, "feed.revoke", "{s:I}", "feed", (json_int_t)first));
    json_t *list = bench_ok(&ground->report, "feed.list", "{s:s}", "contract", CODE);
    assert_int_equal(size_at(list, "items"), 2);
    assert_string_equal(text_at(list, "items.0.team"), "fgw");
    assert_non_null(text_at(list, "items.0.revoked_by"));
    assert_null(text_at(list, "items.1.revoked_at"));
    assert_null(json_object_get(at_path(list, "items.0"), "token_hash"));
    json_decref(list);
    json_t *args = json_pack("{s:s}", "contract", CODE);
    bench_check_pages(&ground->report, "feed.list", args, 2);
    json_decref(args);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_GROUND(test_issue),
        ON_GROUND(test_the_token_is_kept_nowhere),
        ON_GROUND(test_a_repetition),
        ON_GROUND(test_refused),
        ON_GROUND(test_scopes),
        ON_GROUND(test_languages),
        ON_GROUND(test_a_moved_deadline),
        ON_GROUND(test_the_same_bytes),
        ON_GROUND(test_many_rows),
        ON_GROUND(test_a_known_version),
        ON_GROUND(test_versions_while_others_commit),
        ON_GROUND(test_revoke),
        ON_GROUND(test_a_person_leaves),
        ON_GROUND(test_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
