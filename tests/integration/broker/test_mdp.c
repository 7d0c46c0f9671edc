/* 7/MDP, 18/MDP and 8/MMI point by point (reliability.md 1.2), raw frames against the real broker;
 * each conversation with clients and workers on one endpoint and on two (MDP-01). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <zmq.h>

#include "attr.h"
#include "raw_peer.h"
#include "scenario.h"
#include "temp_broker.h"
#include "wire_socket.h"

#define READY1     "|MDPW01|\1|$"
#define REPLY1     "|MDPW01|\3|@||"
#define BEAT1      "|MDPW01|\4"
#define BYE1       "|MDPW01|\5"
#define TO_WORKER1 "|MDPW01|\2|@||"
#define ASK1       "|MDPC01|$|"

static const struct scenario SCENARIOS[] = {
    { "MDP-02 DEALER client",
      { { SEND, "w1", READY1 },
        { SEND, "c1", ASK1 "hi" },
        { RECV, "w1", TO_WORKER1 "hi" },
        { SEND, "w1", REPLY1 "yo" },
        { RECV, "c1", ASK1 "yo" } } },
    { "MDP-02 REQ client",
      { { SEND, "w1", READY1 },
        { SEND, "r1", "MDPC01|$|hi" },
        { RECV, "w1", TO_WORKER1 "hi" },
        { SEND, "w1", REPLY1 "yo" },
        { RECV, "r1", "MDPC01|$|yo" },
        { SEND, "r1", "MDPC01|$|again" },
        { RECV, "w1", TO_WORKER1 "again" },
        { SEND, "w1", REPLY1 "yes" },
        { RECV, "r1", "MDPC01|$|yes" } } },
    { "MDP-03 empty and binary bodies, many frames",
      { { SEND, "w1", READY1 },
        { SEND, "c1", ASK1 "" },
        { RECV, "w1", TO_WORKER1 "" },
        { SEND, "w1", REPLY1 "" },
        { RECV, "c1", ASK1 "" },
        { SEND, "c1", ASK1 "a||\x80\xFE\x01|MDPC01|" },
        { RECV, "w1", TO_WORKER1 "a||\x80\xFE\x01|MDPC01|" },
        { SEND, "w1", REPLY1 "|||\xFF|MDPW01" },
        { RECV, "c1", ASK1 "|||\xFF|MDPW01" } } },
    { "MDP-04 wrong header of a client is dropped",
      { { SEND, "c1", "|MDPX01|$|hi" },
        { SEND, "c1", "|MDPC03|$|hi" },
        { QUIET, "c1", NULL },
        { SEND, "w1", READY1 },
        { SEND, "c2", ASK1 "hi" },
        { RECV, "w1", TO_WORKER1 "hi" },
        { SEND, "w1", REPLY1 "yo" },
        { RECV, "c2", ASK1 "yo" } } },
    { "MDP-04 wrong header of a worker ends its registration",
      { { SEND, "w1", READY1 },
        { SERVED, NULL, NULL },
        { SEND, "w1", "|MDPW09|\4" },
        { RECV, "w1", BYE1 },
        { DESERTED, NULL, NULL },
        { SILENT, "w1", NULL } } },
    { "MDP-05 READY is not answered; many workers serve one name",
      { { SEND, "w1", READY1 },
        { SERVED, NULL, NULL }, /* two sockets: only now is it certain whose READY came first */
        { SEND, "w2", READY1 },
        { QUIET, "w1", NULL },
        { SEND, "c1", ASK1 "1" },
        { SEND, "c1", ASK1 "2" },
        { RECV, "w1", TO_WORKER1 "1" },
        { SEND, "w1", REPLY1 "one" },
        { RECV, "c1", ASK1 "one" },
        { RECV, "w2", TO_WORKER1 "2" },
        { SEND, "w2", REPLY1 "two" },
        { RECV, "c1", ASK1 "two" } } },
    { "MDP-06 second READY",
      { { SEND, "w1", READY1 },
        { SEND, "w1", READY1 },
        { RECV, "w1", BYE1 },
        { SEND, "w1", READY1 },
        { SEND, "w1", BEAT1 },
        { SILENT, "w1", NULL },
        { DESERTED, NULL, NULL } } },
    { "MDP-07 HEARTBEAT before READY",
      { { SEND, "w1", BEAT1 },
        { RECV, "w1", BYE1 },
        { SEND, "w1", BEAT1 },
        { SILENT, "w1", NULL } } },
    { "MDP-07 REPLY before READY",
      { { SEND, "w1", "|MDPW01|\3|c||x" },
        { RECV, "w1", BYE1 },
        { SEND, "w1", READY1 },
        { SILENT, "w1", NULL },
        { DESERTED, NULL, NULL } } },
    { "MDP-07 REPLY while idle",
      { { SEND, "w1", READY1 },
        { SEND, "w1", "|MDPW01|\3|c||x" },
        { RECV, "w1", BYE1 },
        { SILENT, "w1", NULL },
        { DESERTED, NULL, NULL } } },
    { "MDP-07 REQUEST sent to the broker",
      { { SEND, "w1", READY1 },
        { SEND, "w1", "|MDPW01|\2|c||x" },
        { RECV, "w1", BYE1 },
        { SILENT, "w1", NULL } } },
    { "MDP-07 second reply to one request",
      { { SEND, "w1", READY1 },
        { SEND, "c1", ASK1 "hi" },
        { RECV, "w1", TO_WORKER1 "hi" },
        { SEND, "w1", REPLY1 "yo" },
        { SEND, "w1", REPLY1 "yo" },
        { RECV, "c1", ASK1 "yo" },
        { QUIET, "c1", NULL },
        { RECV, "w1", BYE1 } } },
    { "MDP-08 DISCONNECT before READY",
      { { SEND, "w1", BYE1 }, { SEND, "w1", BEAT1 }, { SILENT, "w1", NULL } } },
    { "MDP-08 DISCONNECT while idle",
      { { SEND, "w1", READY1 },
        { SERVED, NULL, NULL },
        { SEND, "w1", BYE1 },
        { DESERTED, NULL, NULL },
        { SEND, "w1", REPLY1 "x" },
        { SILENT, "w1", NULL } } },
    { "MDP-08 DISCONNECT while busy; MDP-18 the request goes to another worker",
      { { SEND, "w1", READY1 },
        { SEND, "c1", ASK1 "hi" },
        { RECV, "w1", TO_WORKER1 "hi" },
        { SEND, "w1", BYE1 },
        { SEND, "w2", READY1 },
        { RECV, "w2", TO_WORKER1 "hi" },
        { SEND, "w2", REPLY1 "yo" },
        { RECV, "c1", ASK1 "yo" },
        { SILENT, "w1", NULL } } },
    { "MDP-10 reply without the empty frame",
      { { SEND, "w1", READY1 },
        { SEND, "c1", ASK1 "hi" },
        { RECV, "w1", TO_WORKER1 "hi" },
        { SEND, "w1", "|MDPW01|\3|@|yo" },
        { RECV, "w1", BYE1 },
        { SEND, "w2", READY1 },
        { RECV, "w2", TO_WORKER1 "hi" } } },
    { "MDP-10 reply with two client addresses",
      { { SEND, "w1", READY1 },
        { SEND, "c1", ASK1 "hi" },
        { RECV, "w1", TO_WORKER1 "hi" },
        { SEND, "w1", "|MDPW01|\3|@|@||yo" },
        { RECV, "w1", BYE1 },
        { SILENT, "w1", NULL } } },
    { "MDP-10 reply to somebody else",
      { { SEND, "w1", READY1 },
        { SEND, "c1", ASK1 "hi" },
        { RECV, "w1", TO_WORKER1 "hi" },
        { SEND, "w1", "|MDPW01|\3|nobody||yo" },
        { RECV, "w1", BYE1 },
        { QUIET, "c1", NULL } } },
    { "MDP-11 one request at a time",
      { { SEND, "w1", READY1 },
        { SEND, "c1", ASK1 "1" },
        { SEND, "c1", ASK1 "2" },
        { RECV, "w1", TO_WORKER1 "1" },
        { QUIET, "w1", NULL },
        { SEND, "w1", REPLY1 "one" },
        { RECV, "w1", TO_WORKER1 "2" },
        { SEND, "w1", REPLY1 "two" },
        { RECV, "c1", ASK1 "one" },
        { RECV, "c1", ASK1 "two" } } },
    { "MDP-12 a request waits for a worker",
      { { SEND, "c1", ASK1 "hi" },
        { QUIET, "c1", NULL },
        { SEND, "w1", READY1 },
        { RECV, "w1", TO_WORKER1 "hi" },
        { SEND, "w1", REPLY1 "yo" },
        { RECV, "c1", ASK1 "yo" } } },
    { "MDP-12 a request expires with an error, and nobody gets it afterwards",
      { { SEND, "c1", ASK1 "hi" },
        { RECV, "c1",
          "|MDPC01|$|{\"ok\":false,\"error\":{\"code\":\"unavailable\",\"message\":\"no worker "
          "took "
          "the request in time\"}}" },
        { SEND, "w1", READY1 },
        { QUIET, "w1", NULL } } },
    { "MDP-13 any command is a heartbeat; MDP-14 silence is death",
      { { SEND, "w1", READY1 },
        { SERVED, NULL, NULL },
        { BEATS, "w1", BEAT1 },
        { SEND, "w1", BEAT1 },
        { BEATS, "w1", BEAT1 },
        { SEND, "w1", BEAT1 },
        { BEATS, "w1", BEAT1 },
        { SEND, "w1", BEAT1 },
        { BEATS, "w1", BEAT1 },
        { SEND, "w1", BEAT1 },
        { SERVED, NULL, NULL },
        { DESERTED, NULL, NULL } } },
    { "MDP-14 a worker that comes back from silence is told once",
      { { SEND, "w1", READY1 },
        { SERVED, NULL, NULL },
        { DESERTED, NULL, NULL },
        { SEND, "w1", BEAT1 },
        { RECV, "w1", BYE1 },
        { SEND, "w1", BEAT1 },
        { SILENT, "w1", NULL } } },
    { "MDP-18 lost twice, then an error",
      { { SEND, "w1", READY1 },
        { SEND, "c1", ASK1 "hi" },
        { RECV, "w1", TO_WORKER1 "hi" },
        { CLOSE, "w1", NULL },
        { SEND, "w2", READY1 },
        { RECV, "w2", TO_WORKER1 "hi" },
        { CLOSE, "w2", NULL },
        { RECV, "c1",
          "|MDPC01|$|{\"ok\":false,\"error\":{\"code\":\"unavailable\",\"message\":\"two workers "
          "were lost while they had the request\"}}" },
        { SEND, "w3", READY1 },
        { QUIET, "w3", NULL } } },
    { "MDP-20 PARTIAL and FINAL",
      { { SEND, "w1", "MDPW02|\1|$" },
        { SEND, "c1", "MDPC02|\1|$|hi" },
        { RECV, "w1", "MDPW02|\2|@||hi" },
        { SEND, "w1", "MDPW02|\3|@||1" },
        { SEND, "w1", "MDPW02|\3|@||2|b" },
        { SEND, "w1", "MDPW02|\4|@||end" },
        { RECV, "c1", "MDPC02|\2|$|1" },
        { RECV, "c1", "MDPC02|\2|$|2|b" },
        { RECV, "c1", "MDPC02|\3|$|end" },
        { SEND, "w1", "MDPW02|\3|@||late" },
        { RECV, "w1", "MDPW02|\6" },
        { QUIET, "c1", NULL } } },
    { "MDP-20 0.2 heartbeats",
      { { SEND, "w1", "MDPW02|\1|$" },
        { BEATS, "w1", "MDPW02|\5" },
        { SEND, "w1", "MDPW02|\5" },
        { SERVED, NULL, NULL } } },
    { "MDP-21 0.2 client, 0.1 worker",
      { { SEND, "w1", READY1 },
        { SEND, "c1", "MDPC02|\1|$|hi" },
        { RECV, "w1", TO_WORKER1 "hi" },
        { SEND, "w1", REPLY1 "yo" },
        { RECV, "c1", "MDPC02|\3|$|yo" } } },
    { "MDP-21 0.1 client, 0.2 worker: the FINAL only",
      { { SEND, "w1", "MDPW02|\1|$" },
        { SEND, "c1", ASK1 "hi" },
        { RECV, "w1", "MDPW02|\2|@||hi" },
        { SEND, "w1", "MDPW02|\3|@||part" },
        { SEND, "w1", "MDPW02|\4|@||end" },
        { RECV, "c1", ASK1 "end" },
        { QUIET, "c1", NULL } } },
    { "MDP-21 both at one service",
      { { SEND, "w1", READY1 },
        { SERVED, NULL, NULL },
        { SEND, "w2", "MDPW02|\1|$" },
        { BEATS, "w2", "MDPW02|\5" }, /* it is registered, behind the first */
        { SEND, "c1", ASK1 "one" },
        { RECV, "w1", TO_WORKER1 "one" },
        { SEND, "w1", REPLY1 "yo" },
        { RECV, "c1", ASK1 "yo" },
        { SEND, "c2", "MDPC02|\1|$|two" },
        { RECV, "w2", "MDPW02|\2|@||two" },
        { SEND, "w2", "MDPW02|\4|@||yo" },
        { RECV, "c2", "MDPC02|\3|$|yo" } } },
    { "MMI-01 READY for mmi.x",
      { { SEND, "w1", "|MDPW01|\1|mmi.x" },
        { RECV, "w1", BYE1 },
        { SEND, "w1", BEAT1 },
        { SILENT, "w1", NULL } } },
    { "MMI-02 200 while there is a worker, busy or idle",
      { { SEND, "c1", "|MDPC01|mmi.service|$" },
        { RECV, "c1", "|MDPC01|mmi.service|404" },
        { SEND, "w1", READY1 },
        { SERVED, NULL, NULL },
        { SEND, "c2", ASK1 "hi" },
        { RECV, "w1", TO_WORKER1 "hi" },
        { SEND, "c1", "|MDPC01|mmi.service|$" },
        { RECV, "c1", "|MDPC01|mmi.service|200" },
        { SEND, "w1", BYE1 },
        { DESERTED, NULL, NULL } } },
    { "MMI-02 404 after the last worker was killed",
      { { SEND, "w1", READY1 },
        { SERVED, NULL, NULL },
        { CLOSE, "w1", NULL },
        { DESERTED, NULL, NULL } } },
    { "MMI-03 other management services",
      { { SEND, "c1", "|MDPC01|mmi.anything|x" },
        { RECV, "c1", "|MDPC01|mmi.anything|501" },
        { SEND, "c1", "MDPC02|\1|mmi.|x" },
        { RECV, "c1", "MDPC02|\3|mmi.|501" } } },
    { "REQ_CORRELATE: a ticket comes back",
      { { SEND, "w1", READY1 },
        { SEND, "c1", "tick||MDPC01|$|hi" },
        { RECV, "w1", TO_WORKER1 "hi" },
        { SEND, "w1", REPLY1 "yo" },
        { RECV, "c1", "tick||MDPC01|$|yo" } } },
};

/* What kills other brokers (reliability.md 1.5): 22 probes, each followed by a request that must be
 * served. */
static const struct scenario PROBES[] = {
    { "multi-frame echo",
      { { SEND, "w1", READY1 },
        { SEND, "c1", ASK1 "a|b|c" },
        { RECV, "w1", TO_WORKER1 "a|b|c" },
        { SEND, "w1", REPLY1 "a|b|c" },
        { RECV, "c1", ASK1 "a|b|c" } } },
    { "mmi 404",
      { { SEND, "c1", "|MDPC01|mmi.service|$" }, { RECV, "c1", "|MDPC01|mmi.service|404" } } },
    { "mmi 200", { { SEND, "w1", READY1 }, { SERVED, NULL, NULL } } },
    { "mmi 501", { { SEND, "c1", "|MDPC01|mmi.x|y" }, { RECV, "c1", "|MDPC01|mmi.x|501" } } },
    { "mmi 404 after the last worker left",
      { { SEND, "w1", READY1 },
        { SERVED, NULL, NULL },
        { SEND, "w1", BYE1 },
        { DESERTED, NULL, NULL } } },
    { "heartbeat before ready", { { SEND, "w1", BEAT1 }, { RECV, "w1", BYE1 } } },
    { "reply before ready", { { SEND, "w1", "|MDPW01|\3|c||x" }, { RECV, "w1", BYE1 } } },
    { "second ready", { { SEND, "w1", READY1 }, { SEND, "w1", READY1 }, { RECV, "w1", BYE1 } } },
    { "ready in mmi.*", { { SEND, "w1", "|MDPW01|\1|mmi.service" }, { RECV, "w1", BYE1 } } },
    { "one frame", { { SEND, "c1", "x" }, { QUIET, "c1", NULL } } },
    { "one empty frame", { { SEND, "c1", "" }, { QUIET, "c1", NULL } } },
    { "client without service", { { SEND, "c1", "|MDPC01" }, { QUIET, "c1", NULL } } },
    { "client without body", { { SEND, "c1", "|MDPC01|$" }, { QUIET, "c1", NULL } } },
    { "worker without command", { { SEND, "w1", "|MDPW01" }, { RECV, "w1", BYE1 } } },
    { "ready without service", { { SEND, "w1", "|MDPW01|\1" }, { RECV, "w1", BYE1 } } },
    { "missing empty frame", { { SEND, "c1", "MDPC01|$|x" }, { QUIET, "c1", NULL } } },
    { "unknown command", { { SEND, "w1", "|MDPW01|\x7F" }, { RECV, "w1", BYE1 } } },
    { "reply from an idle worker",
      { { SEND, "w1", READY1 }, { SEND, "w1", "|MDPW01|\3|c||x" }, { RECV, "w1", BYE1 } } },
    { "reply without an address",
      { { SEND, "w1", READY1 },
        { SEND, "c1", ASK1 "hi" },
        { RECV, "w1", TO_WORKER1 "hi" },
        { SEND, "w1", "|MDPW01|\3" },
        { RECV, "w1", BYE1 } } },
    { "disconnect from a busy worker",
      { { SEND, "w1", READY1 },
        { SEND, "c1", ASK1 "hi" },
        { RECV, "w1", TO_WORKER1 "hi" },
        { SEND, "w1", BYE1 },
        { DESERTED, NULL, NULL } } },
    { "a dead worker's request",
      { { SEND, "w1", READY1 },
        { SEND, "c1", ASK1 "hi" },
        { RECV, "w1", TO_WORKER1 "hi" },
        { CLOSE, "w1", NULL },
        { SEND, "w2", READY1 },
        { RECV, "w2", TO_WORKER1 "hi" },
        { SEND, "w2", REPLY1 "yo" },
        { RECV, "c1", ASK1 "yo" } } },
    { "a client's header with a worker's command",
      { { SEND, "c1", "|MDPC01|\1|$" }, { SEND, "c1", "|MDPC01|\1" }, { QUIET, "c1", NULL } } },
};

static const struct scenario ALIVE = { "the broker still serves",
                                       { { SEND, "w1", READY1 },
                                         { SEND, "c1", ASK1 "hi" },
                                         { RECV, "w1", TO_WORKER1 "hi" },
                                         { SEND, "w1", REPLY1 "yo" },
                                         { RECV, "c1", ASK1 "yo" } } };

/* Short intervals keep the test short, many of them keep a slow machine from declaring a worker of
 * ours dead. */
enum { HEARTBEAT_MS = 60 };

static struct temp_broker broker;
static struct stage stage;

static int start(const char *bind)
{
    const char *const args[] = { "--insecure",  "--heartbeat-ms", "60",     "--liveness", "25",
                                 "--expire-ms", "1500",           "--bind", bind,         NULL };
    temp_broker_start(&broker, args);
    wire_endpoint_at(broker.bus.requests, 0, stage.front);
    if (!wire_endpoint_at(broker.bus.requests, 1, stage.back))
        wire_endpoint_at(broker.bus.requests, 0, stage.back);
    stage.heartbeat_ms = HEARTBEAT_MS;
    return 0;
}

static int start_one(void **state)
{
    (void)state;
    return start("tcp://127.0.0.1:*");
}

static int start_two(void **state)
{
    (void)state;
    return start("tcp://127.0.0.1:*,tcp://127.0.0.1:*");
}

static int stop(void **state)
{
    (void)state;
    return temp_broker_stop(&broker);
}

static void test_points(void **state)
{
    (void)state;
    int failed = 0;
    for (size_t i = 0; i < COUNT_OF(SCENARIOS); i++)
        failed += !scenario_play(&stage, &SCENARIOS[i]);
    assert_int_equal(failed, 0);
}

static void test_probes(void **state)
{
    (void)state;
    int failed = 0;
    assert_int_equal(COUNT_OF(PROBES), 22);
    for (size_t i = 0; i < COUNT_OF(PROBES); i++)
        failed += !scenario_play(&stage, &PROBES[i]) || !scenario_play(&stage, &ALIVE);
    assert_int_equal(failed, 0);
}

static void test_two_endpoints_differ(void **state)
{
    (void)state;
    assert_string_not_equal(stage.front, stage.back);
}

/* One frame up to the ceiling passes untouched, both ways. */
static void test_size_cap(void **state)
{
    (void)state;
    enum { BODY = 4 << 20, ROOM = 64 }; /* the whole message must stay below the ceiling */
    struct frames message;
    struct frames in;
    char *body = test_calloc(1, BODY - ROOM);
    void *worker = raw_open(ZMQ_DEALER, stage.back);
    void *client = raw_open(ZMQ_DEALER, stage.front);
    for (int i = 0; i < BODY - ROOM; i++)
        body[i] = (char)(i * 7);
    raw_send(worker, "|MDPW01|\1|big");
    frames_init(&message);
    frames_init(&in);
    frames_add(&message, "", 0);
    frames_add(&message, "MDPC01", 6);
    frames_add(&message, "big", 3);
    frames_add(&message, body, BODY - ROOM);
    while (frames_send(&message, client) != RC_OK)
        fail_msg("could not send");
    do
        assert_true(raw_recv(worker, &in, 60000));
    while (raw_is(&in, "|MDPW01|\4"));
    assert_true(frame_is(&in.at[5], body, BODY - ROOM));
    memcpy(zmq_msg_data(&in.at[2]), "\3", 1);
    assert_int_equal(frames_send(&in, worker), RC_OK);
    assert_true(raw_recv(client, &in, 60000));
    assert_true(frame_is(&in.at[3], body, BODY - ROOM));
    frames_clear(&in);
    raw_close(worker);
    raw_close(client);
    test_free(body);
}

int main(void)
{
    const struct CMUnitTest one[] = {
        cmocka_unit_test(test_points),
        cmocka_unit_test(test_probes),
        cmocka_unit_test(test_size_cap),
    };
    const struct CMUnitTest two[] = {
        cmocka_unit_test(test_two_endpoints_differ),
        cmocka_unit_test(test_points),
        cmocka_unit_test(test_probes),
        cmocka_unit_test(test_size_cap),
    };
    int failed = cmocka_run_group_tests_name("one endpoint", one, start_one, stop);
    return failed + cmocka_run_group_tests_name("two endpoints", two, start_two, stop);
}
