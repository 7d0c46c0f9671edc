#include "reminder_fixture.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The worker's state from a command line, as worker_main makes it. Options borrow their texts: all
 * live as long as the fixture. */
static void open_local(struct fixture *fixture)
{
    static char name[] = "mlps-reminder", key[] = "--smtp", limit[] = "--smtp-timeout", one[] = "1",
                secrets[] = "--channel-secrets", patience[] = "--channel-timeout";
    char *argv[12] = { name, limit, one, patience, one };
    int argc = 5;
    struct options options;
    struct problem problem = { .rc = RC_OK };
    if (fixture->smtp.child.pid) {
        argv[argc++] = key;
        argv[argc++] = fixture->smtp.url;
    }
    if (fixture->chat.child.pid) {
        argv[argc++] = secrets;
        argv[argc++] = fixture->chat.dir;
    }
    if (options_read(&options, REMINDER_OPTIONS, argc, argv, &problem) != RC_OK ||
        reminder_local_open(&options, &fixture->local, &problem) != RC_OK) {
        fprintf(stderr, "reminder_fixture: %s\n", problem.text);
        abort();
    }
}

static int set_up(void **state, bool mail, bool chat)
{
    static struct fixture fixture;
    memset(&fixture, 0, sizeof(fixture));
    ledger_begin(&fixture.ledger);
    if (mail)
        smtp_server_start(&fixture.smtp, SMTP_PLAIN);
    if (chat)
        chat_server_start(&fixture.chat);
    open_local(&fixture);
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
    return set_up(state, false, false);
}

int fixture_set_up_mail(void **state)
{
    return set_up(state, true, false);
}

int fixture_set_up_chat(void **state)
{
    return set_up(state, false, true);
}

int fixture_tear_down(void **state)
{
    struct fixture *fixture = *state;
    pg_destroy(&fixture->db);
    reminder_local_destroy(fixture->local);
    smtp_server_stop(&fixture->smtp);
    chat_server_stop(&fixture->chat);
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

int64_t fixture_robot(struct fixture *fixture, const char *channel)
{
    char sql[512];
    snprintf(sql, sizeof(sql),
             "insert into reminder_channel (contract_id, channel, name, endpoint, token_ref, "
             "secret_ref) values (%" PRId64 ", '%s', 'group', 'http://%s/%s', 'file:token', "
             "'file:secret') returning id",
             fixture->ledger.ids.contract, channel, fixture->chat.host,
             strcmp(channel, "webhook") == 0 ? "hook" : channel);
    return db_number(&fixture->ledger.tdb, sql);
}

int64_t fixture_plan_chat(struct fixture *fixture, int64_t person, int64_t robot, const char *rule,
                          const char *plan_at)
{
    char sql[640];
    snprintf(sql, sizeof(sql),
             "insert into reminder (contract_id, object_kind, object_id, rule, person_id, channel,"
             " channel_id, due_version, plan_at, try_at) select d.contract_id, 'deadline', d.id, "
             "'%s', %" PRId64 ", rc.channel, rc.id, d.due_version, '%s+08', '%s+08' from deadline "
             "d, reminder_channel rc where d.id = %" PRId64 " and rc.id = %" PRId64 " returning id",
             rule, person, plan_at, plan_at, fixture->deadline, robot);
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
