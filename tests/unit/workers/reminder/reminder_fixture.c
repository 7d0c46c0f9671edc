#include "reminder_fixture.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The worker's state from a command line, as worker_main makes it. */
static void open_local(struct fixture *fixture, const char *smtp)
{
    char name[] = "mlps-reminder", key[] = "--smtp", limit[] = "--smtp-timeout", one[] = "1";
    char url[SMTP_URL_MAX];
    char *argv[] = { name, limit, one, key, url, NULL };
    struct options options;
    struct problem problem = { .rc = RC_OK };
    snprintf(url, sizeof(url), "%s", smtp ? smtp : "");
    if (options_read(&options, REMINDER_OPTIONS, smtp ? 5 : 3, argv, &problem) != RC_OK ||
        reminder_local_open(&options, &fixture->local, &problem) != RC_OK) {
        fprintf(stderr, "reminder_fixture: %s\n", problem.text);
        abort();
    }
    /* the URL is borrowed from argv: lend one that lives as long as the fixture */
    struct reminder_local *local = fixture->local;
    if (smtp) {
        mailer_destroy(&local->mailer);
        local->mail.url = fixture->smtp.url;
        local->mailer = mailer_new(&local->mail);
    }
}

static int set_up(void **state, bool mail)
{
    static struct fixture fixture;
    memset(&fixture, 0, sizeof(fixture));
    ledger_begin(&fixture.ledger);
    if (mail)
        smtp_server_start(&fixture.smtp, SMTP_PLAIN);
    open_local(&fixture, mail ? fixture.smtp.url : NULL);
    fixture.db = temp_db_pg(&fixture.ledger.tdb, "mlps_reminder");
    fixture.wang = arrange_person(&fixture.ledger.tdb, &fixture.ledger.ids, "wang", "engineer",
                                  "wang@example.com");
    fixture.li = arrange_person(&fixture.ledger.tdb, &fixture.ledger.ids, "li", "engineer", NULL);
    fixture.deadline = ledger_open_simple(&fixture.ledger, "X-1/1/1", "2026-06-15");
    *state = &fixture;
    return 0;
}

int fixture_set_up(void **state)
{
    return set_up(state, false);
}

int fixture_set_up_mail(void **state)
{
    return set_up(state, true);
}

int fixture_tear_down(void **state)
{
    struct fixture *fixture = *state;
    pg_destroy(&fixture->db);
    reminder_local_destroy(fixture->local);
    smtp_server_stop(&fixture->smtp);
    ledger_end(&fixture->ledger);
    return 0;
}

int64_t fixture_plan(struct fixture *fixture, int64_t person, const char *channel, const char *rule,
                     const char *plan_at)
{
    char sql[512];
    snprintf(sql, sizeof(sql),
             "insert into reminder (contract_id, object_kind, object_id, rule, person_id, channel,"
             " due_version, plan_at, try_at) select contract_id, 'deadline', id, '%s', %" PRId64
             ", '%s', due_version, '%s+08', '%s+08' from deadline where id = %" PRId64
             " returning id",
             rule, person, channel, plan_at, plan_at, fixture->deadline);
    return db_number(&fixture->ledger.tdb, sql);
}

int64_t fixture_settle(struct fixture *fixture, const char *now)
{
    return step_settle(&REMINDER_WORKER, fixture->db, test_instant(now), fixture->local);
}

const char *fixture_text(const struct fixture *fixture, const char *sql)
{
    return db_text(&fixture->ledger.tdb, sql);
}

int64_t fixture_number(const struct fixture *fixture, const char *sql)
{
    return db_number(&fixture->ledger.tdb, sql);
}
