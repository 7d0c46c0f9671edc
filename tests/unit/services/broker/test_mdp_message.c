#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "mdp_message.h"

#define LONG_NAME "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" /* 64 */

/* Messages as the ROUTER gives them; bars between the frames. */
static const struct {
    const char *name;
    const char *text;
    enum mdp_kind kind;
    enum mdp_dialect dialect;
} CASES[] = {
    { "0.1 request", "id||MDPC01|echo|hi", MDP_ASK, MDP_V1 },
    { "0.1 request, empty body frame", "id||MDPC01|echo|", MDP_ASK, MDP_V1 },
    { "0.1 request, many body frames", "id||MDPC01|echo|a|b||c", MDP_ASK, MDP_V1 },
    { "0.1 request with ticket", "id|tick||MDPC01|echo|hi", MDP_ASK, MDP_V1 },
    { "0.1 request, ticket too long", "id|" LONG_NAME "t||MDPC01|echo|hi", MDP_JUNK, MDP_V1 },
    { "0.2 header as a ticket", "id|MDPW02||MDPC01|echo|hi", MDP_BROKEN, MDP_V2 },
    { "0.2 client's header as a ticket", "id|MDPC02||MDPC01|echo|hi", MDP_BROKEN_ASK, MDP_V2 },
    { "0.1 request, two tickets", "id|a|b||MDPC01|echo|hi", MDP_JUNK, MDP_V1 },
    { "0.1 request without body", "id||MDPC01|echo", MDP_BROKEN_ASK, MDP_V1 },
    { "0.1 request without service", "id||MDPC01", MDP_BROKEN_ASK, MDP_V1 },
    { "0.1 request, empty service", "id||MDPC01||hi", MDP_BROKEN_ASK, MDP_V1 },
    { "0.1 request, service of 64", "id||MDPC01|" LONG_NAME "|hi", MDP_ASK, MDP_V1 },
    { "0.1 request, service of 65", "id||MDPC01|" LONG_NAME "n|hi", MDP_BROKEN_ASK, MDP_V1 },
    { "0.1 request, blank in service", "id||MDPC01|a b|hi", MDP_BROKEN_ASK, MDP_V1 },
    { "0.1 request without empty frame", "id|MDPC01|echo|hi", MDP_JUNK, MDP_V1 },
    { "0.2 request", "id|MDPC02|\1|echo|hi", MDP_ASK, MDP_V2 },
    { "0.2 request without body", "id|MDPC02|\1|echo", MDP_BROKEN_ASK, MDP_V2 },
    { "0.2 request without command", "id|MDPC02", MDP_BROKEN_ASK, MDP_V2 },
    { "0.2 client sends FINAL", "id|MDPC02|\3|echo|hi", MDP_BROKEN_ASK, MDP_V2 },
    { "0.2 request, two-byte command", "id|MDPC02|\1\1|echo|hi", MDP_BROKEN_ASK, MDP_V2 },
    { "0.2 request after an empty frame", "id||MDPC02|\1|echo|hi", MDP_JUNK, MDP_V1 },
    { "0.1 ready", "id||MDPW01|\1|echo", MDP_READY, MDP_V1 },
    { "0.1 ready without service", "id||MDPW01|\1", MDP_BROKEN, MDP_V1 },
    { "0.1 ready, two services", "id||MDPW01|\1|a|b", MDP_BROKEN, MDP_V1 },
    { "0.1 request to the broker", "id||MDPW01|\2|c||hi", MDP_ODD, MDP_V1 },
    { "0.1 reply", "id||MDPW01|\3|c||hi", MDP_REPLY, MDP_V1 },
    { "0.1 reply without empty frame", "id||MDPW01|\3|c|hi", MDP_BROKEN, MDP_V1 },
    { "0.1 reply, frame not empty", "id||MDPW01|\3|c|x|hi", MDP_BROKEN, MDP_V1 },
    { "0.1 reply without body", "id||MDPW01|\3|c|", MDP_BROKEN, MDP_V1 },
    { "0.1 heartbeat", "id||MDPW01|\4", MDP_HEARTBEAT, MDP_V1 },
    { "0.1 heartbeat with a frame more", "id||MDPW01|\4|x", MDP_BROKEN, MDP_V1 },
    { "0.1 disconnect", "id||MDPW01|\5", MDP_DISCONNECT, MDP_V1 },
    { "0.1 command six", "id||MDPW01|\6", MDP_BROKEN, MDP_V1 },
    { "0.1 command 127", "id||MDPW01|\177", MDP_BROKEN, MDP_V1 },
    { "0.1 worker without command", "id||MDPW01", MDP_BROKEN, MDP_V1 },
    { "0.1 worker, empty command", "id||MDPW01|", MDP_BROKEN, MDP_V1 },
    { "0.1 worker without empty frame", "id|MDPW01|\1|echo", MDP_JUNK, MDP_V1 },
    { "0.2 ready", "id|MDPW02|\1|echo", MDP_READY, MDP_V2 },
    { "0.2 request to the broker", "id|MDPW02|\2|c||hi", MDP_ODD, MDP_V2 },
    { "0.2 partial", "id|MDPW02|\3|c||hi", MDP_PARTIAL, MDP_V2 },
    { "0.2 final", "id|MDPW02|\4|c||hi", MDP_REPLY, MDP_V2 },
    { "0.2 heartbeat", "id|MDPW02|\5", MDP_HEARTBEAT, MDP_V2 },
    { "0.2 disconnect", "id|MDPW02|\6", MDP_DISCONNECT, MDP_V2 },
    { "0.2 command seven", "id|MDPW02|\7", MDP_BROKEN, MDP_V2 },
    { "unknown header", "id||MDPX01|\1|echo", MDP_JUNK, MDP_V1 },
    { "header of seven bytes", "id||MDPC011|echo|hi", MDP_JUNK, MDP_V1 },
    { "empty frame only", "id|", MDP_JUNK, MDP_V1 },
    { "routing id only", "id", MDP_JUNK, MDP_V1 },
};

static void fill(struct frames *in, const char *text)
{
    frames_init(in);
    for (;;) {
        size_t len = strcspn(text, "|");
        frames_add(in, text, len);
        if (text[len] == '\0')
            return;
        text += len + 1;
    }
}

static void test_kinds(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct frames in;
        fill(&in, CASES[i].text);
        struct mdp_message got = mdp_message_read(&in, false);
        if (got.kind != CASES[i].kind || (got.kind != MDP_JUNK && got.dialect != CASES[i].dialect))
            fail_msg("%s: kind %d dialect %d", CASES[i].name, (int)got.kind, (int)got.dialect);
        frames_clear(&in);
    }
}

static void test_where_the_frames_are(void **state)
{
    (void)state;
    struct frames in;
    fill(&in, "id|tick||MDPC01|echo|hi");
    struct mdp_message got = mdp_message_read(&in, false);
    assert_int_equal(got.ticket, 1);
    assert_int_equal(got.service, 4);
    assert_int_equal(got.body, 5);
    frames_clear(&in);
    fill(&in, "id|MDPW02|\4|c||hi");
    got = mdp_message_read(&in, false);
    assert_int_equal(got.client, 3);
    assert_int_equal(got.body, 5);
    frames_clear(&in);
}

static void test_tolerate_empty(void **state)
{
    (void)state;
    struct frames in;
    fill(&in, "id||MDPC02|\1|echo|hi");
    struct mdp_message got = mdp_message_read(&in, true);
    assert_int_equal(got.kind, MDP_ASK);
    assert_int_equal(got.dialect, MDP_V2_EMPTY);
    assert_int_equal(got.body, 5);
    frames_clear(&in);
    fill(&in, "id||MDPW02|\1|echo");
    assert_int_equal(mdp_message_read(&in, true).kind, MDP_READY);
    frames_clear(&in);
}

/* A request must leave room for the longest envelope of a worker, or sending it on would not fit.
 */
static void test_body_frames(void **state)
{
    (void)state;
    struct frames in;
    fill(&in, "id||MDPC01|echo");
    while (in.count < 4 + BODY_FRAMES_MAX)
        frames_add(&in, "x", 1);
    assert_int_equal(mdp_message_read(&in, false).kind, MDP_ASK);
    frames_add(&in, "x", 1);
    assert_int_equal(mdp_message_read(&in, false).kind, MDP_BROKEN_ASK);
    frames_clear(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_where_the_frames_are),
        cmocka_unit_test(test_tolerate_empty),
        cmocka_unit_test(test_body_frames),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
