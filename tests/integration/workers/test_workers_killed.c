/* The four processes under kill -9: whatever is killed whenever, what is there in the end is what
 * an undisturbed run leaves. Time stands still, so both runs have the same things to do. */
#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ledger.h"
#include "memory.h"
#include "portfolio.h"
#include "smtp_server.h"
#include "temp_broker.h"
#include "wait_until.h"

enum {
    PROCESSES = 6,
    KILLS = 30,
    SYSTEMS = 39,
    MATTERS = 150, /* deadlines whose steps are all due */
    SETTLE_MS = 60000,
    DIGEST = 2048,
};

static const char *const NAMES[PROCESSES] = { "scheduler", "deadline", "penalty",
                                              "reminder",  "deadline", "reminder" };

struct scene {
    struct portfolio portfolio;
    struct smtp_server smtp;
    struct temp_broker broker;
    struct child processes[PROCESSES];
};

static void start(struct scene *scene, int which)
{
    char binary[256];
    snprintf(binary, sizeof(binary), "%s/mlps-%s", MLPS_BIN_DIR, NAMES[which]);
    const char *argv[] = { binary,
                           "--dsn",
                           scene->portfolio.tdb.dsn,
                           "--bus",
                           scene->broker.bus.requests,
                           "--insecure",
                           "--now",
                           "2026-06-15T09:00:00+08:00",
                           strcmp(NAMES[which], "reminder") == 0 ? "--smtp" : NULL,
                           scene->smtp.url,
                           "--smtp-timeout",
                           "5",
                           NULL };
    child_start(&scene->processes[which], &(struct child_spec){ .argv = argv, .log = "/dev/null" });
}

/* Deadlines due last month, of every system, with people to be told; cases; an invoice. */
static void arrange(struct scene *scene)
{
    struct portfolio *p = &scene->portfolio;
    char sql[4096];
    portfolio_begin(p, SYSTEMS);
    snprintf(sql, sizeof(sql),
             "insert into person (contract_id, team_id, name, role, email) values"
             " (%" PRId64 ", %" PRId64 ", 'eng', 'engineer', 'eng@example.com'),"
             " (%" PRId64 ", null, 'man', 'manager', null), (%" PRId64
             ", null, 'cus', 'customer', null)",
             p->contract, p->team, p->contract, p->contract);
    db_exec(&p->tdb, sql);
    /* one mail a matter, so that each can be looked for */
    db_exec(&p->tdb,
            "insert into reminder_policy (contract_id, storm_max) select id, 100000 from contract");
    snprintf(
        sql, sizeof(sql),
        "insert into deadline (contract_id, system_id, code, kind, clause, title, subject_kind, "
        "subject_id, due_on,"
        " due_at, breach_at, started_at) select %" PRId64
        ", y.id, 'MH-050/' || n, 'phase', 'MH-050', 'matter ' || n,"
        " 'phase', n, '2026-05-14', '2026-05-14 23:59:59.999999+08', '2026-05-15+08', '2026-04-01'"
        " from generate_series(1, %d) n join system y on y.serial = n %% %d + 1;"
        "insert into ruling (deadline_id, version, pack_id, calendar_id, due_on, due_at, "
        "breach_at, provisional, proof)"
        " select id, 1, %" PRId64 ", %" PRId64
        ", due_on, due_at, breach_at, false, '[]' from deadline;"
        "update deadline d set ruling_id = r.id from ruling r where r.deadline_id = d.id;"
        "insert into deadline_step (deadline_id, due_version, rule, at, audience)"
        " select d.id, 1, s.rule, s.at::timestamptz, s.audience from deadline d, (values"
        "  ('warn_7', '2026-05-06 09:00+08', 'engineer'), ('breach', '2026-05-15+08', 'none'),"
        "  ('overdue_0', '2026-05-15 09:00+08', 'manager'), ('overdue_3', '2026-05-19 09:00+08', "
        "'customer'))"
        "  s (rule, at, audience)",
        p->contract, MATTERS, SYSTEMS, p->pack, p->calendar);
    db_exec(&p->tdb, sql);
    portfolio_fact(p, NULL, 0, "contract_effective", "2026-03-16 10:00");
    portfolio_fact(p, "YF-095", 0, "invoice_received", "2026-04-01 10:00");
    for (int i = 0; i < 12; i++) {
        snprintf(sql, sizeof(sql), "F%02d", i);
        portfolio_case(p, sql, i % 3 ? "fault" : "inspection", "2026-05-06",
                       i % 3 ? "{\"level\": \"C+\"}" : "{\"high_risk\": 2}");
    }
}

/* ---- what there is ---- */

static int64_t progress(const struct scene *scene)
{
    return db_number(&scene->portfolio.tdb,
                     "select (select count(*) from deadline_step where state = 'done')"
                     " + (select count(*) from reminder where state = 'sent') + (select count(*) "
                     "from deliverable)"
                     " + (select count(*) from penalty) + (select count(*) from deadline)");
}

/* What a dead worker was mailing is given back as if its lease (40 s here) had run out; a living
 * one ends a mail long before two of them have passed. */
static void end_leases(const struct scene *scene)
{
    db_exec(
        &scene->portfolio.tdb,
        "update reminder set lease_until = clock_timestamp() where state = 'sending'"
        " and lease_until between clock_timestamp() and clock_timestamp() + interval '38 seconds'");
}

static bool is_settled(void *arg)
{
    struct scene *scene = arg;
    end_leases(scene);
    return db_number(&scene->portfolio.tdb,
                     "select (select count(*) from contract_work where scheduled < facts or "
                     "assessed < facts)"
                     " + (select count(*) from deadline_step where state = 'planned' and at <= "
                     "'2026-06-15 09:00+08')"
                     " + (select count(*) from reminder where state in ('planned', 'sending'))") ==
           0;
}

/* Everything that both runs must agree on, without ids. */
static void digest(const struct scene *scene, char out[DIGEST])
{
    snprintf(
        out, DIGEST, "%s",
        db_text(&scene->portfolio.tdb,
                "select concat_ws(' ',"
                " (select count(*) || md5(string_agg(concat(code, state, due_on, due_version), '' "
                "order by code))"
                "   from deadline),"
                " (select count(*) || md5(string_agg(concat(d.code, s.rule, s.state), '' order by "
                "d.code, s.rule))"
                "   from deadline_step s join deadline d on d.id = s.deadline_id),"
                " (select count(*) || md5(string_agg(concat(clause, title, state), '' order by "
                "clause, title))"
                "   from deliverable),"
                " (select string_agg(concat(clause, amount_fen), '' order by clause) from payment),"
                " (select count(*) || md5(string_agg(d.code, '' order by d.code)) from breach b "
                "join deadline d"
                "   on d.id = b.deadline_id),"
                " (select count(*) || md5(string_agg(concat(d.code, r.rule, r.channel, r.state, "
                "r.late), ''"
                "   order by d.code, r.rule, r.channel, r.person_id)) from reminder r join "
                "deadline d on d.id = r.object_id),"
                " (select count(*) || md5(string_agg(concat(title, md5(body)), '' order by title, "
                "body))"
                "   from notification),"
                " (select string_agg(concat(c.code, p.clause, p.deduct_fen, p.counted), '' order "
                "by c.code)"
                "   from penalty p join penalty_case c on c.id = p.case_id where p.state <> "
                "'superseded'),"
                " (select string_agg(kind || n, ' ' order by kind) from (select kind, count(*) n "
                "from event"
                "   group by kind) e))"));
}

/* ---- killing ---- */

static uint32_t pick(uint64_t *random, uint32_t below)
{
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return (uint32_t)(*random >> 16) % below;
}

struct reach {
    struct scene *scene;
    int64_t least;
};

static bool has_reached(void *arg)
{
    struct reach *reach = arg;
    return progress(reach->scene) >= reach->least || is_settled(reach->scene);
}

/* Kill a random process each time a little more has been done; it starts again at once. */
static int kill_along(struct scene *scene, uint64_t seed)
{
    int kills = 0;
    while (kills < KILLS && !is_settled(scene)) {
        struct reach reach = { scene, progress(scene) + 1 + pick(&seed, 60) };
        wait_until(has_reached, &reach, 3000);
        int which = (int)pick(&seed, PROCESSES);
        child_signal(&scene->processes[which], SIGKILL);
        assert_true(child_wait(&scene->processes[which], 5000));
        start(scene, which);
        kills++;
    }
    return kills;
}

/* Every mail that is sent has arrived, and more than once only as often as its reminder is unsure.
 */
static void check_mails(const struct scene *scene)
{
    char *mails = smtp_server_mails(&scene->smtp);
    int64_t unsure = db_number(&scene->portfolio.tdb, "select sum(uncertain) from reminder");
    int64_t sent =
        db_number(&scene->portfolio.tdb,
                  "select count(*) from reminder where state = 'sent' and channel = 'mail'");
    int64_t count = (int64_t)smtp_server_count(&scene->smtp);
    char id[256];
    assert_true(sent == MATTERS);
    assert_true(count >= sent && count <= sent + unsure);
    for (int64_t at = 0; at < sent; at++) {
        char sql[256];
        snprintf(
            sql, sizeof(sql),
            "select message_id from reminder where channel = 'mail' order by id offset %" PRId64
            " limit 1",
            at);
        snprintf(id, sizeof(id), "<%.200s>", db_text(&scene->portfolio.tdb, sql));
        assert_non_null(strstr(mails, id));
    }
    mem_free(mails);
}

/* One run from arrangement to digest. Returns the kills. */
static int run(uint64_t seed, char out[DIGEST])
{
    static struct scene scene;
    int kills = 0;
    memset(&scene, 0, sizeof(scene));
    arrange(&scene);
    smtp_server_start(&scene.smtp, SMTP_PLAIN);
    temp_broker_start(&scene.broker, NULL);
    for (int i = 0; i < PROCESSES; i++)
        start(&scene, i);
    if (seed)
        kills = kill_along(&scene, seed);
    if (!wait_until(is_settled, &scene, SETTLE_MS))
        fail_msg("seed %" PRIu64 ": not settled after %d kills", seed, kills);
    for (int i = 0; i < PROCESSES; i++) {
        int code = child_stop(&scene.processes[i], 60000);
        assert_true(code == 0 ||
                    seed); /* one that was just started again may not be listening yet */
    }
    digest(&scene, out);
    check_mails(&scene);
    temp_broker_stop(&scene.broker);
    smtp_server_stop(&scene.smtp);
    portfolio_end(&scene.portfolio);
    return kills;
}

static void test_kills_change_nothing(void **state)
{
    (void)state;
    static char calm[DIGEST], killed[DIGEST];
    run(0, calm);
    for (uint64_t seed = 1; seed <= 3; seed++) {
        int kills = run(seed * 7919, killed);
        if (strcmp(calm, killed) != 0)
            fail_msg("seed %" PRIu64 ", %d kills:\n  calm   %s\n  killed %s", seed, kills, calm,
                     killed);
        print_message("seed %" PRIu64 ": %d kills\n", seed, kills);
        assert_true(kills >= 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kills_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
