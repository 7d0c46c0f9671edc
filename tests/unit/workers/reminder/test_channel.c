/* The table of channels: what each needs, how texts are cut, what answers mean. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "channel_note.h"
#include "textw.h"

static const struct channel_row *row_of(const char *name)
{
    size_t count;
    const struct channel_row *rows = channel_rows(&count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i];
    fail_msg("no channel %s", name);
    return NULL;
}

static const struct {
    const char *name, *channel, *endpoint, *token, *secret, *lacks;
} NEEDS[] = {
    { "wecom", "wecom", "", "t", "", NULL },
    { "wecom without key", "wecom", "", "", "s", "token" },
    { "dingtalk", "dingtalk", "", "t", "s", NULL },
    { "dingtalk without secret", "dingtalk", "", "t", "", "secret" },
    { "feishu", "feishu", "", "t", "s", NULL },
    { "feishu without token", "feishu", "", "", "s", "token" },
    { "webhook", "webhook", "https://h.example/", "", "s", NULL },
    { "webhook without endpoint", "webhook", "", "", "s", "endpoint" },
    { "webhook without secret", "webhook", "https://h.example/", "", "", "secret" },
};

static void test_needs(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(NEEDS); i++) {
        struct channel_note note = test_note(NEEDS[i].endpoint);
        struct channel_post post;
        struct problem problem = { .rc = RC_OK };
        note.token = NEEDS[i].token;
        note.secret = NEEDS[i].secret;
        rc_t rc = channel_build(row_of(NEEDS[i].channel), &note, &post, &problem);
        if (rc != (NEEDS[i].lacks ? RC_INVALID : RC_OK) ||
            strcmp(problem.field, NEEDS[i].lacks ? NEEDS[i].lacks : "") != 0)
            fail_msg("%s: %s", NEEDS[i].name, problem.text);
        if (rc == RC_OK && strncmp(bytebuf_str(&post.url), "https://", 8) != 0)
            fail_msg("%s: %s", NEEDS[i].name, bytebuf_str(&post.url));
        channel_post_fini(&post);
    }
}

/* 2048 bytes for 企业微信, never half a character. */
static void test_long_texts_are_cut(void **state)
{
    (void)state;
    static char text[4000];
    const char *body;
    struct channel_note note = test_note("");
    struct problem problem = { .rc = RC_OK };
    for (size_t pad = 0; pad < 4; pad++) {
        struct channel_post post;
        memset(text, 'x', pad);
        for (size_t at = pad; at + 3 < sizeof(text); at += 3)
            memcpy(text + at, "王", 4);
        note.text = text;
        assert_int_equal(channel_build(row_of("wecom"), &note, &post, &problem), RC_OK);
        json_t *json = json_loads(bytebuf_str(&post.body), 0, NULL);
        assert_int_equal(json_unpack(json, "{s:{s:s}}", "text", "content", &body), 0);
        assert_in_range(strlen(body), 2044, 2048);
        assert_true(text_is_utf8(body, strlen(body)));
        assert_string_equal(body + strlen(body) - 3, "…");
        json_decref(json);
        channel_post_fini(&post);
    }
}

static const struct {
    const char *name, *channel;
    long status;
    const char *body;
    enum verdict want;
} ANSWERS[] = {
    { "good", "wecom", 200, "{\"errcode\":0,\"errmsg\":\"ok\"}", VERDICT_SENT },
    { "too fast", "wecom", 200, "{\"errcode\":45009}", VERDICT_REFUSED },
    { "no JSON", "wecom", 200, "<html>", VERDICT_UNCERTAIN },
    { "nothing", "wecom", 200, "", VERDICT_UNCERTAIN },
    { "another number", "wecom", 200, "{\"code\":0}", VERDICT_UNCERTAIN },
    { "a text for a number", "wecom", 200, "{\"errcode\":\"0\"}", VERDICT_UNCERTAIN },
    { "good", "dingtalk", 200, "{\"errcode\":0}", VERDICT_SENT },
    { "bad signature", "dingtalk", 200, "{\"errcode\":310000}", VERDICT_REFUSED },
    { "good", "feishu", 200, "{\"code\":0}", VERDICT_SENT },
    { "good, older", "feishu", 200, "{\"StatusCode\":0}", VERDICT_SENT },
    { "bad signature", "feishu", 200, "{\"code\":19021}", VERDICT_REFUSED },
    { "good", "webhook", 200, "", VERDICT_SENT },
    { "no content", "webhook", 204, "", VERDICT_SENT },
    { "redirect", "webhook", 302, "", VERDICT_REFUSED },
    { "forbidden", "webhook", 403, "", VERDICT_REFUSED },
    { "too many", "webhook", 429, "", VERDICT_REFUSED },
    { "error", "webhook", 500, "", VERDICT_UNCERTAIN },
    { "bad gateway", "webhook", 502, "", VERDICT_UNCERTAIN },
    { "not now", "webhook", 503, "", VERDICT_REFUSED },
};

static void test_answers(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ANSWERS); i++) {
        struct problem problem = { .rc = RC_OK };
        enum verdict got = channel_judge(row_of(ANSWERS[i].channel), ANSWERS[i].status,
                                         ANSWERS[i].body, strlen(ANSWERS[i].body), &problem);
        if (got != ANSWERS[i].want || (got == VERDICT_SENT) != (problem.text[0] == '\0') ||
            strstr(problem.text, "html"))
            fail_msg("%s, %s: %d \"%s\"", ANSWERS[i].channel, ANSWERS[i].name, got, problem.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_needs),
        cmocka_unit_test(test_long_texts_are_cut),
        cmocka_unit_test(test_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
