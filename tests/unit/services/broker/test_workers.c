/* A worker's life (7/MDP and 18/MDP), on the desk: every second of it is given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "ceilings.h"
#include "desk.h"

#define READY      "|MDPW01|\1|echo"
#define BEAT       "|MDPW01|\4"
#define BYE        "|MDPW01|\5"
#define ASK        "|MDPC01|echo|hi"
#define GOT_ASK    "|MDPW01|\\x02|@||hi"
#define GOT_BEAT   "|MDPW01|\\x04"
#define GOT_BYE    "|MDPW01|\\x05"
#define ANSWER     "|MDPW01|\3|@||yo"
#define GOT_ANSWER "|MDPC01|echo|yo"

static struct desk desk;

static int open_desk(void **state)
{
    (void)state;
    desk_init(&desk);
    desk_open(&desk);
    return 0;
}

static int close_desk(void **state)
{
    (void)state;
    desk_close(&desk);
    return 0;
}

/* 200 or 404 of mmi.service echo. */
static const char *who_serves(void)
{
    desk_in(&desk, "asker", "|MDPC01|mmi.service|echo");
    return desk_next(&desk, "asker");
}

#define HAS_WORKER "|MDPC01|mmi.service|200"
#define HAS_NONE   "|MDPC01|mmi.service|404"

/* Whatever the peer sends now, it hears nothing. */
static void assert_silence(const char *peer)
{
    static const char *const SAYINGS[] = {
        READY, BEAT, "|MDPW01|\3|c||x", "|MDPW01|\2|c||x", "|MDPW01", "|MDPW01|\1", BYE
    };
    for (size_t i = 0; i < COUNT_OF(SAYINGS); i++)
        desk_in(&desk, peer, SAYINGS[i]);
    desk_pass(&desk, 3500);
    desk_expect(&desk, peer, "");
}

static void test_ready_is_not_answered(void **state)
{
    (void)state;
    desk_in(&desk, "w", READY);
    desk_expect(&desk, "w", "");
    assert_string_equal(who_serves(), HAS_WORKER);
}

static void test_request_and_reply(void **state)
{
    (void)state;
    desk_in(&desk, "w", READY);
    desk_in(&desk, "c", ASK);
    desk_expect(&desk, "w", GOT_ASK);
    desk_in(&desk, "w", ANSWER);
    desk_expect(&desk, "c", GOT_ANSWER);
    desk_in(&desk, "c", ASK);
    desk_expect(&desk, "w", GOT_ASK); /* idle again */
}

/* Wrong commands: what was said before, the message, and that the answer is DISCONNECT, then
 * silence (MDP-06, MDP-07). */
static void test_unexpected_commands(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *before;
        const char *text;
        const char *want;
    } CASES[] = {
        { "second READY", READY, READY, GOT_BYE },
        { "READY for another service", READY, "|MDPW01|\1|other", GOT_BYE },
        { "HEARTBEAT before READY", NULL, BEAT, GOT_BYE },
        { "REPLY before READY", NULL, "|MDPW01|\3|c||x", GOT_BYE },
        { "REPLY while idle", READY, "|MDPW01|\3|c||x", GOT_BYE },
        { "REQUEST to the broker", READY, "|MDPW01|\2|c||x", GOT_BYE },
        { "REQUEST before READY", NULL, "|MDPW01|\2|c||x", GOT_BYE },
        { "0.2 HEARTBEAT before READY", NULL, "MDPW02|\5", "MDPW02|\\x06" },
        { "0.2 PARTIAL while idle", "MDPW02|\1|echo", "MDPW02|\3|c||x", "MDPW02|\\x06" },
        { "0.2 FINAL while idle", "MDPW02|\1|echo", "MDPW02|\4|c||x", "MDPW02|\\x06" },
        { "0.2 command after 0.1 READY", READY, "MDPW02|\5", GOT_BYE },
        { "no command", READY, "|MDPW01", GOT_BYE },
        { "READY without service", NULL, "|MDPW01|\1", GOT_BYE },
        { "READY, service with a blank", NULL, "|MDPW01|\1|a b", GOT_BYE },
        { "REPLY without empty frame", READY, "|MDPW01|\3|c|x", GOT_BYE },
        { "unknown header from a worker", READY, "|MDPX99|\1", GOT_BYE },
        { "READY for mmi.x", NULL, "|MDPW01|\1|mmi.x", GOT_BYE },
        { "READY for mlps.broker", NULL, "|MDPW01|\1|mlps.broker", GOT_BYE },
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        char peer[16];
        snprintf(peer, sizeof(peer), "w%zu", i);
        if (CASES[i].before)
            desk_in(&desk, peer, CASES[i].before);
        desk_in(&desk, peer, CASES[i].text);
        const char *got = desk_next(&desk, peer);
        if (strcmp(got, CASES[i].want) != 0)
            fail_msg("%s: got \"%s\"", CASES[i].name, got);
        assert_silence(peer);
        assert_string_equal(who_serves(), HAS_NONE);
    }
}

static void test_reply_to_another_request(void **state)
{
    (void)state;
    desk_in(&desk, "w", READY);
    desk_in(&desk, "c", ASK);
    desk_expect(&desk, "w", GOT_ASK);
    desk_in(&desk, "w", "|MDPW01|\3|someone||x");
    desk_expect(&desk, "w", GOT_BYE);
    desk_expect(&desk, "c", ""); /* not given to the client; the request waits for another worker */
    desk_in(&desk, "w2", READY);
    desk_expect(&desk, "w2", GOT_ASK);
}

/* MDP-08: before READY, idle and busy; and nothing is sent to it any more. */
static void test_disconnect_at_any_time(void **state)
{
    (void)state;
    desk_in(&desk, "early", BYE);
    desk_expect(&desk, "early", "");
    assert_silence("early");
    desk_in(&desk, "idle", READY);
    desk_in(&desk, "idle", BYE);
    assert_string_equal(who_serves(), HAS_NONE);
    assert_silence("idle");
    desk_in(&desk, "busy", READY);
    desk_in(&desk, "c", ASK);
    desk_expect(&desk, "busy", GOT_ASK);
    desk_in(&desk, "busy", BYE);
    assert_silence("busy");
    desk_in(&desk, "next", READY);
    desk_expect(&desk, "next", GOT_ASK); /* the request is not lost with it */
}

/* MDP-14, both edges: three silent intervals, not a millisecond less. */
static void test_idle_expiry_edges(void **state)
{
    (void)state;
    desk_in(&desk, "w", READY);
    desk_pass(&desk, 2999);
    assert_string_equal(who_serves(), HAS_WORKER);
    desk_pass(&desk, 1);
    assert_string_equal(who_serves(), HAS_NONE);
    while (*desk_next(&desk, "w"))
        continue;
    desk_in(&desk, "w", BEAT); /* it lives after all: told once, then silence */
    desk_expect(&desk, "w", GOT_BYE);
    assert_silence("w");
}

/* MDP-13: any command counts as a heartbeat. */
static void test_every_command_is_a_heartbeat(void **state)
{
    (void)state;
    desk_in(&desk, "w", READY);
    desk_pass(&desk, 2900);
    desk_in(&desk, "c", ASK);
    while (strcmp(desk_next(&desk, "w"), GOT_ASK) != 0)
        continue;
    desk_pass(&desk, 50);
    desk_in(&desk, "w", ANSWER);
    desk_pass(&desk, 2999);
    assert_string_equal(who_serves(), HAS_WORKER);
    desk_in(&desk, "w", BEAT);
    desk_pass(&desk, 2999);
    assert_string_equal(who_serves(), HAS_WORKER);
}

/* A purge that stops at the first live worker misses the dead behind it (reliability.md 1.3). */
static void test_purge_sees_past_the_living(void **state)
{
    (void)state;
    desk_in(&desk, "old", READY);
    desk_in(&desk, "dead", READY);
    for (int i = 0; i < 4; i++) {
        desk_pass(&desk, 900);
        desk_in(&desk, "old", BEAT);
    }
    while (*desk_next(&desk, "dead") || *desk_next(&desk, "old"))
        continue;
    desk_in(&desk, "c", ASK);
    desk_in(&desk, "c", ASK);
    desk_expect(&desk, "old", GOT_ASK);
    desk_expect(&desk, "dead", "");
}

/* MDP-13: a heartbeat only when nothing else went to the worker for an interval. */
static void test_heartbeats_are_sent_when_quiet(void **state)
{
    (void)state;
    desk_in(&desk, "w", READY);
    desk_pass(&desk, 999);
    desk_expect(&desk, "w", "");
    desk_pass(&desk, 1);
    desk_expect(&desk, "w", GOT_BEAT);
    desk_pass(&desk, 500);
    desk_in(&desk, "c", ASK);
    desk_expect(&desk, "w", GOT_ASK);
    desk_pass(&desk, 999);
    desk_expect(&desk, "w", "");
    desk_pass(&desk, 1);
    desk_expect(&desk, "w", GOT_BEAT);
}

/* A busy worker may be silent until its service's deadline; then its request goes to another one,
 * and its late reply goes nowhere. */
static void test_busy_deadline(void **state)
{
    (void)state;
    desk_in(&desk, "w", READY);
    desk_in(&desk, "c", ASK);
    desk_expect(&desk, "w", GOT_ASK);
    for (int i = 0; i < 899; i++)
        desk_pass(&desk, 1000);
    assert_string_equal(who_serves(), HAS_WORKER);
    desk_pass(&desk, 1000);
    assert_string_equal(who_serves(), HAS_NONE);
    while (strcmp(desk_next(&desk, "w"), GOT_BYE) != 0)
        continue;
    desk_in(&desk, "w", ANSWER);
    desk_expect(&desk, "c", "");
    desk_in(&desk, "w2", READY);
    desk_expect(&desk, "w2", GOT_ASK);
    desk_in(&desk, "w2", ANSWER);
    desk_expect(&desk, "c", GOT_ANSWER);
    assert_int_equal(desk_left(&desk, "c"), 0);
    assert_int_equal(broker_counters(desk.broker)->overdue, 1);
}

static void test_busy_deadline_of_a_service(void **state)
{
    (void)state;
    static const struct busy_row ROWS[] = { { "slow", 60000 }, { "echo", 2000 } };
    desk_close(&desk);
    desk_init(&desk);
    desk.conf.busy = ROWS;
    desk.conf.busy_count = COUNT_OF(ROWS);
    desk_open(&desk);
    desk_in(&desk, "w", READY);
    desk_in(&desk, "s", "|MDPW01|\1|slow");
    desk_in(&desk, "c", ASK);
    desk_in(&desk, "c", "|MDPC01|slow|hi");
    desk_pass(&desk, 1000);
    desk_pass(&desk, 1000);
    assert_string_equal(who_serves(), HAS_NONE);
    desk_in(&desk, "asker", "|MDPC01|mmi.service|slow");
    desk_expect(&desk, "asker", HAS_WORKER);
}

/* A worker that cannot be reached is skipped at once, and a request it holds goes on at the next
 * heartbeat to it. */
static void test_gone_workers(void **state)
{
    (void)state;
    desk_in(&desk, "gone", READY);
    desk_in(&desk, "w", READY);
    desk_lose(&desk, "gone");
    desk_in(&desk, "c", ASK);
    desk_expect(&desk, "w", GOT_ASK);
    desk_lose(&desk, "w");
    desk_in(&desk, "w2", READY);
    desk_pass(&desk, 1000);
    desk_expect(&desk, "w2", GOT_ASK);
    assert_int_equal(broker_counters(desk.broker)->dead, 2);
    assert_int_equal(broker_counters(desk.broker)->resent, 1);
}

/* MDP-17: n idle workers, n requests, n workers; and the longest idle first. */
static void test_longest_idle_first(void **state)
{
    (void)state;
    static const char *const WORKERS[] = { "a", "b", "c" };
    for (size_t i = 0; i < COUNT_OF(WORKERS); i++)
        desk_in(&desk, WORKERS[i], READY);
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < COUNT_OF(WORKERS); i++) {
            desk_in(&desk, "client", ASK);
            desk_expect(&desk, WORKERS[i], GOT_ASK);
            desk_in(&desk, WORKERS[i], ANSWER);
        }
    }
}

/* MDP-11: never a second request before the first reply. */
static void test_one_request_at_a_time(void **state)
{
    (void)state;
    desk_in(&desk, "w", READY);
    for (int i = 0; i < 5; i++)
        desk_in(&desk, "c", ASK);
    desk_expect(&desk, "w", GOT_ASK);
    desk_expect(&desk, "w", "");
    desk_in(&desk, "w", ANSWER);
    desk_expect(&desk, "w", GOT_ASK);
    desk_expect(&desk, "w", "");
}

/* A worker goes back to the list of its own service (zeromq/majordomo issue 61). */
static void test_back_to_its_own_service(void **state)
{
    (void)state;
    desk_in(&desk, "a", "|MDPW01|\1|alpha");
    desk_in(&desk, "b", "|MDPW01|\1|beta");
    for (int i = 0; i < 3; i++) {
        desk_in(&desk, "c", "|MDPC01|alpha|x");
        desk_in(&desk, "c", "|MDPC01|beta|y");
        desk_expect(&desk, "a", "|MDPW01|\\x02|@||x");
        desk_in(&desk, "a", ANSWER);
        desk_expect(&desk, "b", "|MDPW01|\\x02|@||y");
        desk_in(&desk, "b", ANSWER);
        desk_expect(&desk, "c", "|MDPC01|alpha|yo");
        desk_expect(&desk, "c", "|MDPC01|beta|yo");
    }
}

/* MDP-20: any number of PARTIAL, one FINAL, then nothing. */
static void test_partial_and_final(void **state)
{
    (void)state;
    desk_in(&desk, "w", "MDPW02|\1|echo");
    desk_in(&desk, "c", "MDPC02|\1|echo|hi");
    desk_expect(&desk, "w", "MDPW02|\\x02|@||hi");
    desk_in(&desk, "w", "MDPW02|\3|@||one");
    desk_in(&desk, "w", "MDPW02|\3|@||two|2");
    desk_in(&desk, "w", "MDPW02|\4|@||end");
    desk_expect(&desk, "c", "MDPC02|\\x02|echo|one");
    desk_expect(&desk, "c", "MDPC02|\\x02|echo|two|2");
    desk_expect(&desk, "c", "MDPC02|\\x03|echo|end");
    desk_in(&desk, "w", "MDPW02|\3|@||late");
    desk_expect(&desk, "w", "MDPW02|\\x06");
    desk_expect(&desk, "c", "");
}

/* MDP-21: each in its own dialect. A 0.1 client cannot take a PARTIAL: it gets the FINAL only. */
static void test_mixed_dialects(void **state)
{
    (void)state;
    desk_in(&desk, "w1", READY);
    desk_in(&desk, "c2", "MDPC02|\1|echo|hi");
    desk_expect(&desk, "w1", GOT_ASK);
    desk_in(&desk, "w1", ANSWER);
    desk_expect(&desk, "c2", "MDPC02|\\x03|echo|yo");
    desk_in(&desk, "w1", BYE);
    desk_in(&desk, "w2", "MDPW02|\1|echo");
    desk_in(&desk, "c1", ASK);
    desk_expect(&desk, "w2", "MDPW02|\\x02|@||hi");
    desk_in(&desk, "w2", "MDPW02|\3|@||part");
    desk_in(&desk, "w2", "MDPW02|\4|@||end");
    desk_expect(&desk, "c1", "|MDPC01|echo|end");
    desk_expect(&desk, "c1", "");
    assert_int_equal(broker_counters(desk.broker)->partial_dropped, 1);
}

static void test_tolerated_empty_frame(void **state)
{
    (void)state;
    desk_close(&desk);
    desk_init(&desk);
    desk.conf.tolerate_empty = true;
    desk_open(&desk);
    desk_in(&desk, "w", "|MDPW02|\1|echo");
    desk_in(&desk, "c", "|MDPC02|\1|echo|hi");
    desk_expect(&desk, "w", "|MDPW02|\\x02|@||hi");
    desk_in(&desk, "w", "|MDPW02|\4|@||yo");
    desk_expect(&desk, "c", "|MDPC02|\\x03|echo|yo");
    desk_pass(&desk, 1000);
    desk_expect(&desk, "w", "|MDPW02|\\x05");
}

/* With CURVE, mlps.NAME belongs to NAME's key; other names to any key; and a caller's name reaches
 * the worker. */
static void test_who_may_serve(void **state)
{
    (void)state;
    desk_close(&desk);
    desk_init(&desk);
    desk.conf.secure = true;
    desk_open(&desk);
    desk_in_as(&desk, "thief", "cli", "|MDPW01|\1|mlps.sla");
    desk_expect(&desk, "thief", GOT_BYE);
    desk_in_as(&desk, "prefix", "sl", "|MDPW01|\1|mlps.sla");
    desk_expect(&desk, "prefix", GOT_BYE);
    desk_in_as(&desk, "free", "cli", "|MDPW01|\1|their.service");
    desk_in_as(&desk, "sla", "sla", "|MDPW01|\1|mlps.sla");
    desk_in_as(&desk, "c", "gateway", "|MDPC01|mlps.sla|hi");
    desk_expect(&desk, "free", "");
    desk_expect(&desk, "sla", GOT_ASK);
    assert_string_equal((const char *)desk.client, "gateway");
    assert_int_equal(broker_counters(desk.broker)->refused, 2);
}

static bool is_known(void *arg, const char *key)
{
    (void)arg;
    return strcmp(key, "KEY-bad") != 0;
}

/* ZAP-07: a key that is taken back loses its workers at once, and whatever it sends is refused. */
static void test_revoked(void **state)
{
    (void)state;
    desk_in_as(&desk, "w", "good", READY);
    desk_in_as(&desk, "x", "bad", READY);
    desk_in_as(&desk, "y", "bad", READY);
    broker_revoke(desk.broker, is_known, NULL, desk.now_ms);
    desk_expect(&desk, "x", GOT_BYE);
    desk_expect(&desk, "y", GOT_BYE);
    desk_expect(&desk, "w", "");
    desk_in_as(&desk, "c", NULL, ASK);
    desk_expect(
        &desk, "c",
        "|MDPC01|echo|{\"ok\":false,\"error\":{\"code\":\"denied\",\"message\":\"this key is "
        "not accepted any more\"}}");
    desk_in_as(&desk, "z", NULL, READY);
    desk_expect(&desk, "z", GOT_BYE);
    desk_expect(&desk, "w", "");
}

/* The table of peers is bounded: bans make room for workers, workers do not make room for anybody.
 */
static void test_peer_limit(void **state)
{
    (void)state;
    char peer[16];
    for (int i = 0; i < MAX_BROKER_PEERS / 2; i++) {
        snprintf(peer, sizeof(peer), "ban%d", i);
        desk_in(&desk, peer, BYE);
    }
    for (int i = 0; i < MAX_BROKER_PEERS; i++) {
        snprintf(peer, sizeof(peer), "w%d", i);
        desk_in(&desk, peer, READY);
    }
    assert_int_equal(broker_counters(desk.broker)->registered, MAX_BROKER_PEERS);
    desk_in(&desk, "late", READY);
    desk_expect(&desk, "late", GOT_BYE);
    assert_int_equal(broker_counters(desk.broker)->registered, MAX_BROKER_PEERS);
}

/* A ban ends a minute after the peer's last word. */
static void test_ban_ends(void **state)
{
    (void)state;
    desk_in(&desk, "w", BYE);
    desk_pass(&desk, 59999);
    desk_in(&desk, "w", BEAT); /* starts the minute again */
    desk_pass(&desk, 59999);
    desk_in(&desk, "w", READY);
    assert_string_equal(who_serves(), HAS_NONE);
    desk_pass(&desk, 60000);
    desk_in(&desk, "w", READY);
    assert_string_equal(who_serves(), HAS_WORKER);
}

static void test_dismiss(void **state)
{
    (void)state;
    desk_in(&desk, "w", READY);
    desk_in(&desk, "w2", "MDPW02|\1|echo");
    broker_dismiss(desk.broker);
    desk_expect(&desk, "w", GOT_BYE);
    desk_expect(&desk, "w2", "MDPW02|\\x06");
}

#define ON_DESK(test) cmocka_unit_test_setup_teardown(test, open_desk, close_desk)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_DESK(test_ready_is_not_answered),
        ON_DESK(test_request_and_reply),
        ON_DESK(test_unexpected_commands),
        ON_DESK(test_reply_to_another_request),
        ON_DESK(test_disconnect_at_any_time),
        ON_DESK(test_idle_expiry_edges),
        ON_DESK(test_every_command_is_a_heartbeat),
        ON_DESK(test_purge_sees_past_the_living),
        ON_DESK(test_heartbeats_are_sent_when_quiet),
        ON_DESK(test_busy_deadline),
        ON_DESK(test_busy_deadline_of_a_service),
        ON_DESK(test_gone_workers),
        ON_DESK(test_longest_idle_first),
        ON_DESK(test_one_request_at_a_time),
        ON_DESK(test_back_to_its_own_service),
        ON_DESK(test_partial_and_final),
        ON_DESK(test_mixed_dialects),
        ON_DESK(test_tolerated_empty_frame),
        ON_DESK(test_who_may_serve),
        ON_DESK(test_revoked),
        ON_DESK(test_peer_limit),
        ON_DESK(test_ban_ends),
        ON_DESK(test_dismiss),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
