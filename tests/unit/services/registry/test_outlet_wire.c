#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "channel.h"
#include "outlet_wire.h"
#include "wire_check.h"

#define READER(what)                                                                               \
    static rc_t read_##what(const json_t *args, void *ret, struct problem *problem)                \
    {                                                                                              \
        return outlet_read_##what(args, ret, problem);                                             \
    }
READER(channel_add)
READER(channel_list)
READER(channel_switch)
READER(policy_set)
READER(policy_get)
READER(habit_set)
READER(habit_clear)
READER(habit_list)

#define ROBOT "'contract':'c','name':'n',"

static const struct wire_row CHANNEL_ADD[] = {
    { "{'channel':'wecom','name':'n','token_ref':'file:t'}", "contract", RC_INVALID },
    { "{" ROBOT "'channel':'sms'}", "channel", RC_INVALID },
    { "{" ROBOT "'channel':'app'}", "channel", RC_INVALID },
    { "{" ROBOT "'channel':'wecom'}", "token_ref", RC_INVALID },
    { "{" ROBOT "'channel':'dingtalk','token_ref':'file:t'}", "secret_ref", RC_INVALID },
    { "{" ROBOT "'channel':'feishu','secret_ref':'file:s'}", "token_ref", RC_INVALID },
    { "{" ROBOT "'channel':'webhook','secret_ref':'file:s'}", "endpoint", RC_INVALID },
    { "{" ROBOT "'channel':'webhook','endpoint':'https://x/'}", "secret_ref", RC_INVALID },
    { "{" ROBOT "'channel':'wecom','token_ref':'693a91f6-7aoc-4bc4-97a0'}", "token_ref",
      RC_INVALID },
    { "{" ROBOT "'channel':'wecom','token_ref':'file:'}", "token_ref", RC_INVALID },
    { "{" ROBOT "'channel':'wecom','token_ref':'file:.hidden'}", "token_ref", RC_INVALID },
    { "{" ROBOT "'channel':'wecom','token_ref':'file:../key'}", "token_ref", RC_INVALID },
    { "{" ROBOT "'channel':'wecom','token_ref':'env:PATH'}", "token_ref", RC_INVALID },
    { "{" ROBOT "'channel':'wecom','token_ref':'env:MLPS_CHANNEL_'}", "token_ref", RC_INVALID },
    { "{" ROBOT "'channel':'wecom','token_ref':'file:t','secret_ref':'s'}", "secret_ref",
      RC_INVALID },
    { "{" ROBOT "'channel':'wecom','token_ref':'file:t','audience':[]}", "audience", RC_INVALID },
    { "{" ROBOT "'channel':'wecom','token_ref':'file:t','audience':['boss']}", "audience",
      RC_INVALID },
    { "{" ROBOT "'channel':'wecom','token_ref':'file:t','audience':[7]}", "audience", RC_INVALID },
    { "{" ROBOT "'channel':'wecom','token_ref':'file:t','per_minute':0}", "per_minute",
      RC_INVALID },
    { "{" ROBOT "'channel':'wecom','token_ref':'file:t','per_minute':1001}", "per_minute",
      RC_INVALID },
    { "{" ROBOT "'channel':'wecom','token_ref':'file:t','token':'t'}", "token", RC_INVALID },
};
static const struct wire_row CHANNEL_LIST[] = {
    { "{'contract':'C'}", "contract", RC_INVALID },
    { "{'channel':'wecom'}", "channel", RC_INVALID },
};
static const struct wire_row CHANNEL_SWITCH[] = {
    { "{}", "channel", RC_INVALID },
    { "{'channel':0}", "channel", RC_INVALID },
    { "{'channel':'group'}", "channel", RC_INVALID },
};
static const struct wire_row POLICY_SET[] = {
    { "{'quiet_from':'21:00'}", "contract", RC_INVALID },
    { "{'contract':'c'}", "contract", RC_INVALID },
    { "{'contract':'c','quiet_from':'24:00'}", "quiet_from", RC_INVALID },
    { "{'contract':'c','quiet_from':'21:60'}", "quiet_from", RC_INVALID },
    { "{'contract':'c','quiet_to':'8:00'}", "quiet_to", RC_INVALID },
    { "{'contract':'c','quiet_to':'08-00'}", "quiet_to", RC_INVALID },
    { "{'contract':'c','quiet_to':'08:0x'}", "quiet_to", RC_INVALID },
    { "{'contract':'c','quiet_to':'08:000'}", "quiet_to", RC_INVALID },
    { "{'contract':'c','rest_days':1}", "rest_days", RC_INVALID },
    { "{'contract':'c','storm_max':0}", "storm_max", RC_INVALID },
    { "{'contract':'c','storm_window_s':86401}", "storm_window_s", RC_INVALID },
};
static const struct wire_row POLICY_GET[] = {
    { "{}", "contract", RC_INVALID },
    { "{'contract':'c','storm_max':5}", "storm_max", RC_INVALID },
};
static const struct wire_row HABIT_SET[] = {
    { "{'contract':'c','person':'w'}", "digest_at", RC_INVALID },
    { "{'contract':'c','digest_at':'08:30'}", "person", RC_INVALID },
    { "{'contract':'c','person':'w','digest_at':'25:00'}", "digest_at", RC_INVALID },
};
static const struct wire_row HABIT_CLEAR[] = {
    { "{'contract':'c'}", "person", RC_INVALID },
    { "{'contract':'c','person':'w','digest_at':'08:30'}", "digest_at", RC_INVALID },
};
static const struct wire_row HABIT_LIST[] = {
    { "{}", "contract", RC_INVALID },
    { "{'contract':'c','cursor':'x'}", "cursor", RC_INVALID },
};

#define CHECK(what, struct_name, rows)                                                             \
    wire_check_refused(read_##what, sizeof(struct struct_name), rows, COUNT_OF(rows))

static void test_refused(void **state)
{
    (void)state;
    CHECK(channel_add, channel_add, CHANNEL_ADD);
    CHECK(channel_list, channel_list, CHANNEL_LIST);
    CHECK(channel_switch, channel_switch, CHANNEL_SWITCH);
    CHECK(policy_set, policy_set, POLICY_SET);
    CHECK(policy_get, policy_set, POLICY_GET);
    CHECK(habit_set, habit_set, HABIT_SET);
    CHECK(habit_clear, habit_set, HABIT_CLEAR);
    CHECK(habit_list, habit_list, HABIT_LIST);
}

/* What was typed into the wrong field may be the secret itself: no message repeats it. */
static void test_a_secret_is_not_repeated(void **state)
{
    (void)state;
    static const char *const WRONG[] = {
        "{" ROBOT "'channel':'wecom','token_ref':'hunter2-token'}",
        "{" ROBOT "'channel':'dingtalk','token_ref':'file:t','secret_ref':'SEChunter2'}",
        "{" ROBOT "'channel':'webhook','endpoint':7,'secret_ref':'hunter2'}",
    };
    for (size_t i = 0; i < COUNT_OF(WRONG); i++) {
        struct problem problem = { .rc = RC_OK };
        struct channel_add add;
        json_t *args = wire_args(WRONG[i]);
        assert_int_equal(outlet_read_channel_add(args, &add, &problem), RC_INVALID);
        if (strstr(problem.text, "hunter2"))
            fail_msg("%s", problem.text);
        json_decref(args);
    }
}

static void test_whole_and_defaults(void **state)
{
    (void)state;
    struct problem problem = { .rc = RC_OK };
    struct channel_add add;
    json_t *args = wire_args("{" ROBOT "'channel':'webhook','endpoint':'https://h.example/p',"
                             "'secret_ref':'env:MLPS_CHANNEL_A','audience':['leader']}");
    assert_int_equal(outlet_read_channel_add(args, &add, &problem), RC_OK);
    assert_string_equal(add.endpoint, "https://h.example/p");
    assert_null(add.token_ref);
    assert_int_equal(add.per_minute, 20);
    assert_int_equal(json_array_size(add.audience), 1);
    json_decref(args);
}

static const struct {
    const char *args;
    int64_t from, to, rest, max, window;
} POLICIES[] = {
    { "{'contract':'c','quiet_from':'00:00'}", 0, -1, -1, -1, -1 },
    { "{'contract':'c','quiet_from':'23:59','quiet_to':'08:05'}", 1439, 485, -1, -1, -1 },
    { "{'contract':'c','rest_days':false}", -1, -1, 0, -1, -1 },
    { "{'contract':'c','rest_days':true,'storm_max':3,'storm_window_s':60}", -1, -1, 1, 3, 60 },
};

static void test_what_is_not_given_stays(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(POLICIES); i++) {
        struct problem problem = { .rc = RC_OK };
        struct policy_set set;
        json_t *args = wire_args(POLICIES[i].args);
        assert_int_equal(outlet_read_policy_set(args, &set, &problem), RC_OK);
        if (set.quiet_from != POLICIES[i].from || set.quiet_to != POLICIES[i].to ||
            set.rest_days != POLICIES[i].rest || set.storm_max != POLICIES[i].max ||
            set.storm_window_s != POLICIES[i].window)
            fail_msg("%s", POLICIES[i].args);
        json_decref(args);
    }
}

/* What may be left out when a channel is added is what the worker can send without. */
static void test_the_worker_needs_the_same(void **state)
{
    (void)state;
    size_t count;
    const struct channel_row *rows = channel_rows(&count);
    for (size_t i = 0; i < count; i++) {
        const struct {
            const char *key, *value;
            bool needed;
        } fields[] = {
            { "endpoint", "https://h.example/p", rows[i].endpoint == NULL },
            { "token_ref", "file:t", rows[i].needs_token },
            { "secret_ref", "file:s", rows[i].needs_secret },
        };
        for (size_t without = 0; without < COUNT_OF(fields); without++) {
            struct problem problem = { .rc = RC_OK };
            struct channel_add add;
            json_t *args =
                json_pack("{s:s, s:s, s:s}", "contract", "c", "name", "n", "channel", rows[i].name);
            for (size_t f = 0; f < COUNT_OF(fields); f++) {
                if (f != without)
                    json_object_set_new(args, fields[f].key, json_string(fields[f].value));
            }
            bool refused = outlet_read_channel_add(args, &add, &problem) != RC_OK;
            if (refused != fields[without].needed)
                fail_msg("%s without %s", rows[i].name, fields[without].key);
            json_decref(args);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_the_worker_needs_the_same),
        cmocka_unit_test(test_a_secret_is_not_repeated),
        cmocka_unit_test(test_whole_and_defaults),
        cmocka_unit_test(test_what_is_not_given_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
