/* Mail reminders against a real database and a real SMTP server. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "civil.h"
#include "memory.h"
#include "reminder_fixture.h"
#include "reminder_mail.h"

static const char ROW[] =
    "select concat_ws(' ', state, 'tries', attempts, 'unsure', uncertain) from reminder";

static void assert_row(const struct fixture *fixture, const char *want)
{
    assert_string_equal(fixture_text(fixture, ROW), want);
}

static int64_t plan_one(struct fixture *fixture)
{
    return fixture_plan(fixture, fixture->wang, "mail", "warn_3", "2026-06-10 09:00");
}

/* How often the text of one message arrived. */
static int arrivals(const struct fixture *fixture, const char *message_id)
{
    char *mails = smtp_server_mails(&fixture->smtp);
    int count = 0;
    for (const char *at = strstr(mails, message_id); at; at = strstr(at + 1, message_id))
        count++;
    mem_free(mails);
    return count;
}

static void test_a_mail_is_sent_once(void **state)
{
    struct fixture *fixture = *state;
    plan_one(fixture);
    fixture_settle(fixture, "2026-06-10 08:59:59");
    assert_int_equal(smtp_server_count(&fixture->smtp), 0);
    for (int i = 0; i < 3; i++)
        assert_true(fixture_settle(fixture, "2026-06-10 09:00") == STEP_NEVER);
    assert_row(fixture, "sent tries 1 unsure 0");
    assert_int_equal(smtp_server_count(&fixture->smtp), 1);
    assert_string_equal(
        fixture_text(fixture, "select concat_ws(' ', sent_at at time zone 'Asia/Shanghai', late, "
                              "lease_until is null, last_error is null) from reminder"),
        "2026-06-10 09:00:00 f t t");
    char *mails = smtp_server_mails(&fixture->smtp);
    assert_non_null(strstr(mails, "wang@example.com"));
    assert_non_null(strstr(mails, "[到期提醒] system one matter 还有 5 天（2026-06-15）"));
    assert_non_null(strstr(mails, fixture_text(fixture, "select message_id from reminder")));
    mem_free(mails);
}

static void test_without_a_server_mail_waits(void **state)
{
    struct fixture *fixture = *state;
    plan_one(fixture);
    assert_true(fixture_settle(fixture, "2026-06-10 09:00") == STEP_NEVER);
    assert_row(fixture, "planned tries 0 unsure 0");
}

/* What a failed try leaves behind, by the server's behaviour. */
static const struct {
    const char *mode, *row, *error; /* `error` like */
    bool arrives;
} FAILURES[] = {
    { "refuse", "planned tries 1 unsure 0", "%answered 550%", false },
    { "later", "planned tries 1 unsure 0", "%answered 451%", false },
    { "reject", "planned tries 1 unsure 0", "%answered 554%", true },
    { "drop", "planned tries 1 unsure 1", "could not send mail%", true },
    { "stall", "planned tries 1 unsure 1", "could not send mail%", true },
    { "deaf", "planned tries 1 unsure 0", "could not send mail%", false },
};

static void test_failed_tries(void **state)
{
    struct fixture *fixture = *state;
    char sql[256];
    for (size_t i = 0; i < sizeof(FAILURES) / sizeof(FAILURES[0]); i++) {
        size_t before = smtp_server_count(&fixture->smtp);
        plan_one(fixture);
        smtp_server_mode(&fixture->smtp, FAILURES[i].mode);
        int64_t now = test_instant("2026-06-10 09:00");
        int64_t next = fixture_settle(fixture, "2026-06-10 09:00");
        snprintf(sql, sizeof(sql),
                 "select count(*) from reminder where last_error like '%s' and lease_until is null "
                 "and message_id is not null",
                 FAILURES[i].error);
        if (strcmp(fixture_text(fixture, ROW), FAILURES[i].row) != 0 ||
            fixture_number(fixture, sql) != 1 ||
            smtp_server_count(&fixture->smtp) != before + FAILURES[i].arrives)
            fail_msg("%s: %s", FAILURES[i].mode,
                     fixture_text(fixture, "select row_to_json(reminder) from reminder"));
        assert_in_range(next - now, 48 * US_PER_SECOND, 72 * US_PER_SECOND);
        db_exec(&fixture->ledger.tdb, "delete from reminder");
    }
}

static void test_a_retry_keeps_its_message_id(void **state)
{
    struct fixture *fixture = *state;
    plan_one(fixture);
    smtp_server_mode(&fixture->smtp, "drop");
    fixture_settle(fixture, "2026-06-10 09:00");
    char id[256];
    snprintf(id, sizeof(id), "%s", fixture_text(fixture, "select message_id from reminder"));
    smtp_server_mode(&fixture->smtp, "ok");
    fixture_settle(fixture, "2026-06-10 09:02");
    assert_row(fixture, "sent tries 2 unsure 1");
    assert_int_equal(arrivals(fixture, id), 2); /* counted as unsure, and the receiver can tell */
    assert_int_equal(smtp_server_count(&fixture->smtp), 2);
}

static void test_pauses_grow_and_end(void **state)
{
    struct fixture *fixture = *state;
    int64_t now = test_instant("2026-06-10 09:00");
    int64_t limits[] = { 60, 120, 240, 480, 960, 1920, 3600, 3600 };
    plan_one(fixture);
    db_exec(&fixture->ledger.tdb, "insert into reminder_policy (contract_id, quiet_to, quiet_from, "
                                  "rest_days) select id, 0, 0, false from contract");
    smtp_server_mode(&fixture->smtp, "refuse");
    for (int tries = 0; tries < REMINDER_MAX_TRIES; tries++) {
        int64_t next = step_settle(&REMINDER_WORKER, fixture->db, now, fixture->local);
        int64_t limit = limits[tries < 8 ? tries : 7] * US_PER_SECOND;
        if (tries + 1 < REMINDER_MAX_TRIES)
            assert_in_range(next - now, limit / 5 * 4, limit / 5 * 6);
        else
            assert_true(next == STEP_NEVER);
        now = next;
    }
    assert_row(fixture, "failed tries 30 unsure 0");
    assert_string_equal(fixture_text(fixture, "select last_error like '%550%' from reminder"), "t");
}

static void test_untrue_meanwhile_is_cancelled(void **state)
{
    struct fixture *fixture = *state;
    plan_one(fixture);
    smtp_server_mode(&fixture->smtp, "later");
    fixture_settle(fixture, "2026-06-10 09:00");
    smtp_server_mode(&fixture->smtp, "ok");
    db_exec(&fixture->ledger.tdb, "update deadline set state = 'void'");
    fixture_settle(fixture, "2026-06-10 09:02");
    assert_row(fixture, "cancelled tries 1 unsure 0");
    assert_int_equal(smtp_server_count(&fixture->smtp), 0);
}

static void test_an_address_taken_away(void **state)
{
    struct fixture *fixture = *state;
    plan_one(fixture);
    db_exec(&fixture->ledger.tdb, "update person set email = null");
    fixture_settle(fixture, "2026-06-10 09:00");
    assert_row(fixture, "cancelled tries 0 unsure 0");
}

/* A worker that died while sending leaves its lease; the next one waits for its end, then sends
 * again and counts the try that may have arrived. */
static void test_an_abandoned_try(void **state)
{
    struct fixture *fixture = *state;
    plan_one(fixture);
    db_exec(&fixture->ledger.tdb,
            "update reminder set state = 'sending', attempts = 1, message_id = 'kept@x',"
            " lease_until = clock_timestamp() + interval '1 hour'");
    fixture_settle(fixture, "2026-06-10 09:00");
    assert_row(fixture, "sending tries 1 unsure 0");
    db_exec(&fixture->ledger.tdb, "update reminder set lease_until = clock_timestamp()");
    fixture_settle(fixture, "2026-06-10 09:00");
    assert_row(fixture, "sent tries 2 unsure 1");
    assert_int_equal(arrivals(fixture, "<kept@x>"), 1);
}

/* A mail that kills every worker that sends it is given up, not tried for ever. */
static void test_a_poisonous_mail_ends(void **state)
{
    struct fixture *fixture = *state;
    plan_one(fixture);
    db_exec(&fixture->ledger.tdb, "update reminder set state = 'sending', attempts = 30,"
                                  " lease_until = clock_timestamp()");
    fixture_settle(fixture, "2026-06-10 09:00");
    assert_row(fixture, "failed tries 30 unsure 0");
}

/* One bad receiver does not keep the others waiting. */
static void test_others_are_not_kept_waiting(void **state)
{
    struct fixture *fixture = *state;
    char name[32];
    db_exec(&fixture->ledger.tdb, "update person set email = '<@bad' where name = 'wang'");
    plan_one(fixture);
    for (int i = 0; i < REMINDER_MAIL_BATCH + 3; i++) {
        snprintf(name, sizeof(name), "p%d", i);
        int64_t person = arrange_person(&fixture->ledger.tdb, &fixture->ledger.ids, name,
                                        "engineer", "p@example.com");
        fixture_plan(fixture, person, "mail", "warn_3", "2026-06-10 09:00");
    }
    fixture_settle(fixture, "2026-06-10 09:00");
    assert_int_equal(smtp_server_count(&fixture->smtp), REMINDER_MAIL_BATCH + 3);
    assert_int_equal(fixture_number(fixture,
                                    "select count(*) from reminder where state = 'planned' and "
                                    "last_error like '%no usable address'"),
                     1);
}

enum { RACERS = 2, RACED = 30 };

static void *race(void *arg)
{
    const struct fixture *fixture = arg;
    struct reminder_local local = *(const struct reminder_local *)fixture->local;
    pg_t *db = temp_db_pg(&fixture->ledger.tdb, "mlps_reminder");
    local.mailer = mailer_new(&local.mail);
    step_settle(&REMINDER_WORKER, db, test_instant("2026-06-10 09:00"), &local);
    mailer_destroy(&local.mailer);
    pg_destroy(&db);
    return NULL;
}

static void test_two_workers_send_each_once(void **state)
{
    struct fixture *fixture = *state;
    pthread_t threads[RACERS];
    char rule[32];
    db_exec(&fixture->ledger.tdb,
            "insert into reminder_policy (contract_id, storm_max) select id, 1000 from contract");
    for (int i = 0; i < RACED; i++) {
        snprintf(rule, sizeof(rule), "warn_%d", i);
        fixture_plan(fixture, fixture->wang, "mail", rule, "2026-06-10 09:00");
        fixture_plan(fixture, fixture->li, "app", rule, "2026-06-10 09:00");
    }
    for (int i = 0; i < RACERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, race, fixture), 0);
    for (int i = 0; i < RACERS; i++)
        pthread_join(threads[i], NULL);
    fixture_settle(fixture, "2026-06-10 09:00");
    assert_int_equal(smtp_server_count(&fixture->smtp), RACED);
    assert_int_equal(fixture_number(fixture, "select count(*) from notification"), RACED);
    assert_int_equal(fixture_number(fixture,
                                    "select count(*) from reminder where state = 'sent' and "
                                    "attempts = 1 and uncertain = 0"),
                     2 * RACED);
}

#define WITH_MAIL(test)                                                                            \
    cmocka_unit_test_setup_teardown(test, fixture_set_up_mail, fixture_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_MAIL(test_a_mail_is_sent_once),
        cmocka_unit_test_setup_teardown(test_without_a_server_mail_waits, fixture_set_up,
                                        fixture_tear_down),
        WITH_MAIL(test_failed_tries),
        WITH_MAIL(test_a_retry_keeps_its_message_id),
        WITH_MAIL(test_pauses_grow_and_end),
        WITH_MAIL(test_untrue_meanwhile_is_cancelled),
        WITH_MAIL(test_an_address_taken_away),
        WITH_MAIL(test_an_abandoned_try),
        WITH_MAIL(test_a_poisonous_mail_ends),
        WITH_MAIL(test_others_are_not_kept_waiting),
        WITH_MAIL(test_two_workers_send_each_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
