/* Against a real HTTP server, tests/support/chat_server.py. */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "channel_note.h"
#include "chat_server.h"
#include "poster.h"

static struct chat_server server;

static int set_up(void **state)
{
    (void)state;
    chat_server_start(&server);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    chat_server_stop(&server);
    return 0;
}

static const struct {
    const char *channel, *path;
} ROBOTS[] = {
    { "wecom", "wecom" }, { "dingtalk", "dingtalk" }, { "feishu", "feishu" }, { "webhook", "hook" }
};

static struct poster_conf conf_of(const char *allow)
{
    return (struct poster_conf){ .rules = { .allow = allow, .resolve = egress_resolve },
                                 .timeout_ms = 700 };
}

/* One message to robot `which` by a poster of its own. */
static enum verdict send_to(size_t which, const struct poster_conf *conf, const char *secret,
                            struct problem *problem)
{
    char endpoint[128];
    size_t count;
    const struct channel_row *row = &channel_rows(&count)[which];
    assert_string_equal(row->name, ROBOTS[which].channel);
    snprintf(endpoint, sizeof(endpoint), "http://%s/%s", server.host, ROBOTS[which].path);
    struct channel_note note = test_note(endpoint);
    struct channel_post post;
    note.token = CHAT_TOKEN;
    note.secret = secret;
    problem_clear(problem);
    assert_int_equal(channel_build(row, &note, &post, problem), RC_OK);
    poster_t *poster = poster_new(conf);
    enum verdict verdict = poster_send(poster, row, &post, problem);
    poster_destroy(&poster);
    assert_null(poster);
    channel_post_fini(&post);
    return verdict;
}

static void test_robots_take_what_is_signed(void **state)
{
    (void)state;
    struct poster_conf conf = conf_of(server.host);
    struct problem problem;
    for (size_t i = 0; i < COUNT_OF(ROBOTS); i++) {
        size_t good = chat_server_good(&server);
        if (send_to(i, &conf, CHAT_SECRET, &problem) != VERDICT_SENT ||
            chat_server_good(&server) != good + 1)
            fail_msg("%s: %s", ROBOTS[i].channel, problem.text);
        /* 企业微信 signs nothing */
        bool unsigned_one = strcmp(ROBOTS[i].channel, "wecom") == 0;
        if ((send_to(i, &conf, "wrong", &problem) == VERDICT_SENT) != unsigned_one)
            fail_msg("%s took a wrong signature", ROBOTS[i].channel);
    }
}

/* What becomes of a message for each way a server can behave. */
static const struct {
    const char *mode;
    enum verdict robots, webhook;
    const char *says; /* of the webhook's problem */
} MODES[] = {
    { "error", VERDICT_REFUSED, VERDICT_REFUSED, "HTTP 403" },
    { "400", VERDICT_REFUSED, VERDICT_REFUSED, "HTTP 400" },
    { "429", VERDICT_REFUSED, VERDICT_REFUSED, "HTTP 429" },
    { "500", VERDICT_UNCERTAIN, VERDICT_UNCERTAIN, "HTTP 500" },
    { "503", VERDICT_REFUSED, VERDICT_REFUSED, "HTTP 503" },
    { "redirect", VERDICT_REFUSED, VERDICT_REFUSED, "HTTP 302" },
    { "hang", VERDICT_UNCERTAIN, VERDICT_UNCERTAIN, "imeout" },
    { "drop", VERDICT_UNCERTAIN, VERDICT_UNCERTAIN, "could not send" },
    { "shut", VERDICT_UNCERTAIN, VERDICT_UNCERTAIN, "could not send" },
    { "garbage", VERDICT_UNCERTAIN, VERDICT_SENT, "" },
    { "big", VERDICT_UNCERTAIN, VERDICT_SENT, "" },
};

static void test_verdicts(void **state)
{
    (void)state;
    struct poster_conf conf = conf_of(server.host);
    struct problem problem;
    for (size_t i = 0; i < COUNT_OF(MODES); i++) {
        chat_server_mode(&server, MODES[i].mode);
        enum verdict robot = send_to(0, &conf, CHAT_SECRET, &problem);
        enum verdict webhook = send_to(3, &conf, CHAT_SECRET, &problem);
        if (robot != MODES[i].robots || webhook != MODES[i].webhook ||
            !strstr(problem.text, MODES[i].says) || strstr(problem.text, CHAT_TOKEN))
            fail_msg("%s: %d, %d \"%s\"", MODES[i].mode, robot, webhook, problem.text);
    }
    chat_server_mode(&server, "ok");
    json_t *posts = chat_server_posts(&server);
    for (size_t i = 0; i < json_array_size(posts); i++) /* no redirect was followed */
        assert_string_not_equal(
            json_string_value(json_object_get(json_array_get(posts, i), "robot")), "/canary");
    json_decref(posts);
}

/* The canary on the loopback is never asked unless it is named. */
static void test_the_guard(void **state)
{
    (void)state;
    struct poster_conf conf = conf_of(NULL);
    struct problem problem;
    size_t before = chat_server_count(&server);
    assert_int_equal(send_to(3, &conf, CHAT_SECRET, &problem), VERDICT_REFUSED);
    assert_int_equal(problem.rc, RC_DENIED);
    conf = conf_of("127.0.0.1:1,localhost:80");
    assert_int_equal(send_to(3, &conf, CHAT_SECRET, &problem), VERDICT_REFUSED);
    assert_int_equal(chat_server_count(&server), before);
}

static void test_nobody_listens(void **state)
{
    (void)state;
    struct poster_conf conf = conf_of("127.0.0.1:1");
    struct problem problem = { .rc = RC_OK };
    struct channel_note note = test_note("http://127.0.0.1:1/x");
    struct channel_post post;
    size_t count;
    const struct channel_row *row = &channel_rows(&count)[3];
    assert_int_equal(channel_build(row, &note, &post, &problem), RC_OK);
    poster_t *poster = poster_new(&conf);
    assert_int_equal(poster_send(poster, row, &post, &problem), VERDICT_REFUSED);
    poster_destroy(&poster);
    channel_post_fini(&post);
}

/* A host that is known to nobody else: the connection can only go to what this says. */
static rc_t flip(const char *host, struct egress_addresses *ret, struct problem *problem)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    (void)problem;
    assert_string_equal(host, "rebind.example");
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    memset(ret, 0, sizeof(*ret));
    memcpy(&ret->list[0], &address, sizeof(address));
    ret->count = 1;
    return RC_OK;
}

/* The connection goes to the address that was checked; the name is not looked up again. */
static void test_the_pinned_address_is_used(void **state)
{
    (void)state;
    char allow[64], endpoint[128];
    struct problem problem = { .rc = RC_OK };
    snprintf(allow, sizeof(allow), "rebind.example%s", strchr(server.host, ':'));
    snprintf(endpoint, sizeof(endpoint), "http://%s/hook", allow);
    struct poster_conf conf = conf_of(allow);
    conf.rules.resolve = flip;
    struct channel_note note = test_note(endpoint);
    struct channel_post post;
    size_t count;
    const struct channel_row *row = &channel_rows(&count)[3];
    note.secret = CHAT_SECRET;
    assert_int_equal(channel_build(row, &note, &post, &problem), RC_OK);
    poster_t *poster = poster_new(&conf);
    size_t before = chat_server_count(&server);
    assert_int_equal(poster_send(poster, row, &post, &problem), VERDICT_SENT);
    assert_int_equal(chat_server_count(&server), before + 1);
    poster_destroy(&poster);
    channel_post_fini(&post);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_robots_take_what_is_signed),
        cmocka_unit_test(test_verdicts),
        cmocka_unit_test(test_the_guard),
        cmocka_unit_test(test_nobody_listens),
        cmocka_unit_test(test_the_pinned_address_is_used),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
