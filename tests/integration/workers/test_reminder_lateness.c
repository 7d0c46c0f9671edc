/* How late people are told of a step of a deadline, from the instant it is planned for to the
 * moment the other side has it: real deadline and reminder workers with the machine's own clock,
 * woken by the bus, a real mail server and a real webhook. Printed as one JSON object. Here with
 * few, only that none is early and none is lost; target reminder_lateness runs a minute at 20 a
 * second and fails when one in a hundred is more than a second late (MLPS_LATENESS_COUNT, _SECONDS,
 * _LIMIT_MS). */
#include <inttypes.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "chat_server.h"
#include "ledger.h"
#include "memory.h"
#include "parse.h"
#include "smtp_server.h"
#include "temp_broker.h"
#include "wait_until.h"

enum { COUNT = 40, SECONDS = 3, COUNT_MAX = 5000, START_MS = 1500, WAIT_MS = 60000 };

/* One way, and how late each reminder came by it, in seconds; NAN: did not come. */
struct way {
    const char *name;
    double late[COUNT_MAX];
};
enum { APP, MAIL, HOOK, WAYS };

struct scene {
    struct ledger ledger;
    struct smtp_server smtp;
    struct chat_server chat;
    struct temp_broker broker;
    struct child deadline, reminder;
    uint32_t count, seconds;
    double planned[COUNT_MAX]; /* seconds since 1970 */
    struct way ways[WAYS];
};

static uint32_t number_of(const char *variable, uint32_t otherwise)
{
    const char *text = getenv(variable);
    uint32_t number = otherwise;
    if (text)
        assert_true(parse_u32(text, &number));
    return number;
}

/* ---- the scene ---- */

/* Nobody is asleep and no storm is feared: what is measured is the workers. Arrival in the
 * application is the commit that shows it, so a deferred trigger takes the time. */
static void arrange(const struct scene *scene)
{
    char sql[2048];
    arrange_person(&scene->ledger.tdb, &scene->ledger.ids, "wang", "engineer", "wang@example.com");
    snprintf(
        sql, sizeof(sql),
        "insert into reminder_policy (contract_id, quiet_from, quiet_to, rest_days, storm_max) "
        "select id, 0, 0, false, 100000 from contract;"
        "insert into reminder_channel (contract_id, channel, name, endpoint, secret_ref, "
        "per_minute) select id, 'webhook', 'group', 'http://%s/hook', 'file:secret', 1000 from "
        "contract;"
        "create table arrival (notification_id bigint, at timestamptz);"
        "create function note_arrival() returns trigger language plpgsql security definer set "
        "search_path = mlps as $$ begin insert into arrival values (new.id, clock_timestamp()); "
        "return null; end $$;"
        "create constraint trigger arrives after insert on notification deferrable initially "
        "deferred for each row execute function note_arrival()",
        scene->chat.host);
    db_exec(&scene->ledger.tdb, sql);
}

/* Deadlines in the far future whose warnings fall evenly, and to the microsecond unevenly, into the
 * seconds to come. */
static void plan(struct scene *scene)
{
    char sql[512], code[32];
    for (uint32_t i = 0; i < scene->count; i++) {
        snprintf(code, sizeof(code), "L%05u.", i);
        ledger_open_simple(&scene->ledger, code, "2040-06-15");
    }
    snprintf(sql, sizeof(sql),
             "update deadline set title = code;"
             "select setseed(0.5);"
             "update deadline_step set at = clock_timestamp() + interval '%d milliseconds' + "
             "random() * interval '%u seconds' where rule = 'warn_3'",
             START_MS, scene->seconds);
    db_exec(&scene->ledger.tdb, sql);
}

static void start(struct scene *scene, struct child *child, const char *name)
{
    char binary[256];
    snprintf(binary, sizeof(binary), "%s/mlps-%s", MLPS_BIN_DIR, name);
    const char *argv[] = { binary,
                           "--dsn",
                           scene->ledger.tdb.dsn,
                           "--bus",
                           scene->broker.bus.requests,
                           "--insecure",
                           strcmp(name, "reminder") == 0 ? "--smtp" : NULL,
                           scene->smtp.url,
                           "--channel-secrets",
                           scene->chat.dir,
                           NULL };
    child_start(child, &(struct child_spec){ .argv = argv, .log = "/dev/null" });
}

static bool is_over(void *arg)
{
    const struct scene *scene = arg;
    return db_number(&scene->ledger.tdb, "select count(*) from reminder where state = 'sent'") ==
           (int64_t)scene->count * WAYS;
}

/* ---- what arrived when ---- */

/* Number of the deadline in a text that has its code, or -1. */
static int number_in(const char *text)
{
    static const char BEFORE[] = "system one L";
    const char *at = text ? strstr(text, BEFORE) : NULL;
    char digits[6] = "";
    uint32_t number;
    if (at)
        snprintf(digits, sizeof(digits), "%s", at + strlen(BEFORE));
    return parse_u32(digits, &number) ? (int)number : -1;
}

static void note(struct scene *scene, int way, const json_t *row, const char *key)
{
    int number = number_in(json_string_value(json_object_get(row, key)));
    if (number >= 0 && number < (int)scene->count)
        scene->ways[way].late[number] =
            json_number_value(json_object_get(row, "arrived")) - scene->planned[number];
}

/* Instants as whole microseconds, which a double keeps exactly. */
static void read_application(struct scene *scene)
{
    json_t *rows = json_loads(
        db_text(
            &scene->ledger.tdb,
            "select jsonb_agg(jsonb_build_array(substring(d.code from 2 for 5)::integer, "
            "(extract(epoch from r.plan_at) * 1000000)::bigint, (extract(epoch from a.at) * "
            "1000000)::bigint)) from reminder r join deadline d on d.id = r.object_id join "
            "notification n on n.reminder_id = r.id join arrival a on a.notification_id = n.id"),
        0, NULL);
    assert_int_equal(json_array_size(rows), scene->count);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        json_int_t number = json_integer_value(json_array_get(row, 0));
        double planned = (double)json_integer_value(json_array_get(row, 1)) / 1e6;
        assert_in_range(number, 0, scene->count - 1);
        scene->planned[number] = planned;
        scene->ways[APP].late[number] =
            (double)json_integer_value(json_array_get(row, 2)) / 1e6 - planned;
    }
    json_decref(rows);
}

static void read_servers(struct scene *scene)
{
    char *mails = smtp_server_mails(&scene->smtp);
    json_t *posts = chat_server_posts(&scene->chat);
    for (const char *at = mails; *at;) {
        size_t len = strcspn(at, "\n");
        json_t *mail = json_loadb(at, len, 0, NULL);
        note(scene, MAIL, mail, "subject");
        json_decref(mail);
        at += len + (at[len] == '\n');
    }
    for (size_t i = 0; i < json_array_size(posts); i++)
        note(scene, HOOK, json_array_get(posts, i), "text");
    json_decref(posts);
    mem_free(mails);
}

/* ---- figures ---- */

static int by_size(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;
    return (one > other) - (one < other);
}

/* Sorted; those that did not come count as an hour. */
static json_t *figures(struct way *way, uint32_t count)
{
    int lost = 0;
    for (uint32_t i = 0; i < count; i++) {
        lost += isnan(way->late[i]);
        way->late[i] = isnan(way->late[i]) ? 3600 : way->late[i];
    }
    qsort(way->late, count, sizeof(way->late[0]), by_size);
    return json_pack("{s:f, s:f, s:f, s:f, s:i}", "least_ms", way->late[0] * 1000, "p50_ms",
                     way->late[count / 2] * 1000, "p99_ms",
                     way->late[(count * 99 + 99) / 100 - 1] * 1000, "most_ms",
                     way->late[count - 1] * 1000, "lost", lost);
}

static void report(struct scene *scene)
{
    double limit_ms = number_of("MLPS_LATENESS_LIMIT_MS", WAIT_MS);
    json_t *all = json_pack("{s:i, s:i}", "reminders", (int)scene->count * WAYS, "seconds",
                            (int)scene->seconds);
    bool good = true;
    for (int way = 0; way < WAYS; way++) {
        json_t *row = figures(&scene->ways[way], scene->count);
        good = good && json_integer_value(json_object_get(row, "lost")) == 0 &&
               json_real_value(json_object_get(row, "least_ms")) >= 0 &&
               json_real_value(json_object_get(row, "p99_ms")) <= limit_ms;
        json_object_set_new(all, scene->ways[way].name, row);
    }
    char *text = json_dumps(all, JSON_COMPACT | JSON_REAL_PRECISION(4));
    print_message("%s\n", text);
    free(text);
    json_decref(all);
    assert_true(good);
}

static void test_nobody_is_told_early_or_late(void **state)
{
    (void)state;
    static struct scene scene = { .ways = { [APP] = { .name = "app" },
                                            [MAIL] = { .name = "mail" },
                                            [HOOK] = { .name = "webhook" } } };
    scene.count = number_of("MLPS_LATENESS_COUNT", COUNT);
    scene.seconds = number_of("MLPS_LATENESS_SECONDS", SECONDS);
    assert_in_range(scene.count, 1, COUNT_MAX);
    for (int way = 0; way < WAYS; way++) {
        for (uint32_t i = 0; i < scene.count; i++)
            scene.ways[way].late[i] = NAN;
    }
    ledger_begin(&scene.ledger);
    smtp_server_start(&scene.smtp, SMTP_PLAIN);
    chat_server_start(&scene.chat);
    temp_broker_start(&scene.broker, NULL);
    arrange(&scene);
    plan(&scene);
    start(&scene, &scene.deadline, "deadline");
    start(&scene, &scene.reminder, "reminder");
    assert_true(wait_until(is_over, &scene, START_MS + scene.seconds * 1000 + WAIT_MS));
    read_application(&scene);
    read_servers(&scene);
    report(&scene);
    assert_int_equal(child_stop(&scene.deadline, BUSY_MS), 0);
    assert_int_equal(child_stop(&scene.reminder, BUSY_MS), 0);
    temp_broker_stop(&scene.broker);
    chat_server_stop(&scene.chat);
    smtp_server_stop(&scene.smtp);
    ledger_end(&scene.ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nobody_is_told_early_or_late),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
