/* The edges of "re-armed when the date moves, cancelled on pause": an act a second before a
 * reminder's time, at it, after it was told, between the two workers, and while it is held back.
 * The deadline is due on Monday 2026-06-15, so its warning falls on Wednesday 06-10 at nine; moved
 * to 06-17, on Friday 06-12. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "deadline_step.h"
#include "ledger.h"
#include "reminder_conf.h"
#include "reminder_step.h"
#include "smtp_server.h"
#include "stepping.h"

enum what {
    NOTHING,
    BOTH,     /* both workers run at an instant */
    DEADLINE, /* only the one that plans reminders */
    TELL,     /* only the one that sends them */
    MOVE,     /* to another day, on a day */
    PAUSE,
    RESUME, /* to another day */
    STOP,
    QUIET, /* nine to ten in the morning from now on */
};

enum { ACTS_MAX = 8 };

static const struct {
    const char *name;
    struct {
        enum what what;
        const char *at, *due;
    } acts[ACTS_MAX];
    const char *want; /* "version rule channel" of what was sent, late ones marked */
} CASES[] = {
    { "in time",
      { { BOTH, "2026-06-10 08:59:59", NULL }, { BOTH, "2026-06-10 09:00", NULL } },
      "1warn_3app 1warn_3mail" },
    { "a second too early", { { BOTH, "2026-06-10 08:59:59", NULL } }, "" },
    { "moved a second before",
      { { BOTH, "2026-06-10 08:59:59", NULL },
        { MOVE, "2026-06-10", "2026-06-17" },
        { BOTH, "2026-06-10 09:00", NULL },
        { BOTH, "2026-06-12 08:59:59", NULL } },
      "" },
    { "and told anew in its new time",
      { { MOVE, "2026-06-10", "2026-06-17" },
        { BOTH, "2026-06-10 09:00", NULL },
        { BOTH, "2026-06-12 09:00", NULL },
        { BOTH, "2026-06-12 09:00", NULL } },
      "2warn_3app 2warn_3mail" },
    { "moved after it was told",
      { { BOTH, "2026-06-10 09:00", NULL },
        { MOVE, "2026-06-10", "2026-06-17" },
        { BOTH, "2026-06-12 09:00", NULL } },
      "1warn_3app 1warn_3mail 2warn_3app 2warn_3mail" },
    { "moved between the two workers",
      { { DEADLINE, "2026-06-10 09:00", NULL },
        { MOVE, "2026-06-10", "2026-06-17" },
        { TELL, "2026-06-10 09:00", NULL },
        { BOTH, "2026-06-12 09:00", NULL } },
      "2warn_3app 2warn_3mail" },
    { "moved to the day it had",
      { { MOVE, "2026-06-10", "2026-06-15" }, { BOTH, "2026-06-10 09:00", NULL } },
      "1warn_3app 1warn_3mail" },
    { "moved away and back",
      { { MOVE, "2026-06-09", "2026-06-17" },
        { MOVE, "2026-06-09", "2026-06-15" },
        { BOTH, "2026-06-10 09:00", NULL },
        { BOTH, "2026-06-12 09:00", NULL } },
      "3warn_3app 3warn_3mail" },
    { "moved so near that its warning is past: told at once, as late",
      { { MOVE, "2026-06-09", "2026-06-11" }, { BOTH, "2026-06-09 10:00", NULL } },
      "2warn_3app! 2warn_3mail!" },
    { "paused a second before",
      { { BOTH, "2026-06-10 08:59:59", NULL },
        { PAUSE, "2026-06-10", NULL },
        { BOTH, "2026-06-10 09:00", NULL } },
      "" },
    { "paused between the two workers",
      { { DEADLINE, "2026-06-10 09:00", NULL },
        { PAUSE, "2026-06-10", NULL },
        { TELL, "2026-06-10 09:00", NULL },
        { TELL, "2026-06-11 09:00", NULL } },
      "" },
    { "paused and resumed",
      { { PAUSE, "2026-06-09", NULL },
        { BOTH, "2026-06-10 09:00", NULL },
        { RESUME, "2026-06-11", "2026-06-17" },
        { BOTH, "2026-06-12 09:00", NULL } },
      "2warn_3app 2warn_3mail" },
    { "paused while the mail is held back",
      { { QUIET, NULL, NULL },
        { BOTH, "2026-06-10 09:00", NULL },
        { PAUSE, "2026-06-10", NULL },
        { BOTH, "2026-06-10 10:00", NULL } },
      "1warn_3app" },
    { "moved while the mail is held back",
      { { QUIET, NULL, NULL },
        { BOTH, "2026-06-10 09:00", NULL },
        { MOVE, "2026-06-10", "2026-06-18" },
        { BOTH, "2026-06-10 10:00", NULL },
        { BOTH, "2026-06-15 10:00", NULL } },
      "1warn_3app 2warn_3app 2warn_3mail" },
    { "held back and neither",
      { { QUIET, NULL, NULL },
        { BOTH, "2026-06-10 09:00", NULL },
        { BOTH, "2026-06-10 09:59:59", NULL },
        { BOTH, "2026-06-10 10:00", NULL } },
      "1warn_3app 1warn_3mail" },
    { "done between the two workers",
      { { DEADLINE, "2026-06-10 09:00", NULL },
        { STOP, "2026-06-10", NULL },
        { TELL, "2026-06-10 09:00", NULL } },
      "" },
    { "down for a day: late", { { BOTH, "2026-06-11 09:00", NULL } }, "1warn_3app! 1warn_3mail!" },
    { "down for an hour: not yet late",
      { { BOTH, "2026-06-10 10:00", NULL } },
      "1warn_3app 1warn_3mail" },
};

struct scene {
    struct ledger ledger;
    struct smtp_server smtp;
    pg_t *deadline, *reminder;
    void *local;
    int64_t id; /* of the case's deadline */
};

static void work(struct scene *scene, enum what what, const char *at)
{
    if (what != TELL)
        step_settle(&DEADLINE_WORKER, scene->deadline, test_instant(at), NULL);
    if (what != DEADLINE)
        step_settle(&REMINDER_WORKER, scene->reminder, test_instant(at), scene->local);
}

static void act(struct scene *scene, enum what what, const char *at, const char *due)
{
    struct ledger *ledger = &scene->ledger;
    switch (what) {
    case BOTH:
    case DEADLINE:
    case TELL:
        work(scene, what, at);
        break;
    case MOVE:
        ledger_retarget(ledger, scene->id, due, at);
        break;
    case PAUSE:
        ledger_pause(ledger, scene->id, at);
        break;
    case RESUME:
        ledger_resume(ledger, scene->id, due, at);
        break;
    case STOP:
        ledger_stop(ledger, scene->id, at);
        break;
    case QUIET:
        db_exec(&ledger->tdb, "update reminder_policy set quiet_from = 540, quiet_to = 600");
        break;
    case NOTHING:
        break;
    }
}

static const char *sent(const struct scene *scene)
{
    char sql[512];
    snprintf(
        sql, sizeof(sql),
        "select coalesce(string_agg(concat(due_version, rule, channel, case when late then '!' "
        "end), ' ' order by due_version, rule, channel), '') from reminder where object_id = "
        "%" PRId64 " and state = 'sent'",
        scene->id);
    return db_text(&scene->ledger.tdb, sql);
}

/* One after the other in one database: each has a deadline of its own, and what the one before left
 * planned is taken away. */
static void run_case(struct scene *scene, size_t number)
{
    char code[32];
    snprintf(code, sizeof(code), "M-%zu", number);
    db_exec(&scene->ledger.tdb,
            "delete from notification; delete from reminder; delete from "
            "deadline_step; update reminder_policy set quiet_from = 0, quiet_to "
            "= 0");
    scene->id = ledger_open_simple(&scene->ledger, code, "2026-06-15");
    for (size_t i = 0; i < ACTS_MAX && CASES[number].acts[i].what != NOTHING; i++)
        act(scene, CASES[number].acts[i].what, CASES[number].acts[i].at, CASES[number].acts[i].due);
    if (strcmp(sent(scene), CASES[number].want) != 0)
        fail_msg("%s: is \"%s\", want \"%s\"", CASES[number].name, sent(scene), CASES[number].want);
}

static void *open_local(const struct smtp_server *smtp)
{
    static char name[] = "mlps-reminder", key[] = "--smtp", url[SMTP_URL_MAX];
    char *argv[] = { name, key, url, NULL };
    void *local = NULL;
    struct options options;
    struct problem problem = { .rc = RC_OK };
    snprintf(url, sizeof(url), "%s", smtp->url);
    assert_int_equal(options_read(&options, REMINDER_OPTIONS, 3, argv, &problem), RC_OK);
    assert_int_equal(reminder_local_open(&options, &local, &problem), RC_OK);
    return local;
}

static void test_edges(void **state)
{
    (void)state;
    static struct scene scene;
    ledger_begin(&scene.ledger);
    smtp_server_start(&scene.smtp, SMTP_PLAIN);
    arrange_person(&scene.ledger.tdb, &scene.ledger.ids, "eng", "engineer", "eng@example.com");
    db_exec(&scene.ledger.tdb, "insert into reminder_policy (contract_id, rest_days) select id, "
                               "false from contract");
    scene.deadline = temp_db_pg(&scene.ledger.tdb, "mlps_deadline");
    scene.reminder = temp_db_pg(&scene.ledger.tdb, "mlps_reminder");
    scene.local = open_local(&scene.smtp);
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        run_case(&scene, i);
    reminder_local_destroy(scene.local);
    pg_destroy(&scene.deadline);
    pg_destroy(&scene.reminder);
    smtp_server_stop(&scene.smtp);
    ledger_end(&scene.ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
