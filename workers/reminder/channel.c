/* The table of chat channels and what they share: what a robot needs, the provider's ceiling of a
 * text, and what an answer means. Providers change their pages more often than their protocols: the
 * facts here are those of 2026-11, each bitten by the local server of the tests. */
#include "channel.h"

#include <string.h>

#include "attr.h"
#include "memory.h"
#include "textw.h"

/* The order is that in which a step serves them; none depends on another. 企业微信 counts 2048
 * bytes of UTF-8, 钉钉 and 飞书 about 20,000 for the whole request, so their texts stay well below.
 */
static const struct channel_row ROWS[] = {
    { .name = "wecom",
      .endpoint = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send",
      .build = wecom_build,
      .codes = { "errcode", NULL }, /* 0 is good; everything else is the provider's number for what
                                       was wrong */
      .text_bytes = 2048,
      .needs_token = true },
    { .name = "dingtalk",
      .endpoint = "https://oapi.dingtalk.com/robot/send",
      .build = dingtalk_build,
      .codes = { "errcode", NULL },
      .text_bytes = 16000,
      .needs_token = true,
      .needs_secret = true },
    { .name = "feishu",
      .endpoint = "https://open.feishu.cn/open-apis/bot/v2/hook",
      .build = feishu_build,
      .codes = { "code", "StatusCode" }, /* the second by older robots */
      .text_bytes = 16000,
      .needs_token = true,
      .needs_secret = true },
    { .name = "webhook", .build = webhook_build, .text_bytes = 32000, .needs_secret = true },
};

/* Constant data, so it may be kept for as long as the process lives. */
const struct channel_row *channel_rows(size_t *ret_count)
{
    *ret_count = COUNT_OF(ROWS);
    return ROWS;
}

/* Title and text as one, within the provider's limit. Freed with mem_free. */
static char *cut_text(const struct channel_row *row, const char *text)
{
    static const char MARK[] = "…";
    size_t len = strlen(text);
    if (len <= row->text_bytes)
        return mem_dup(text);
    char *cut = mem_new(row->text_bytes + 1);
    memcpy(cut, text, row->text_bytes - strlen(MARK));
    text_trim_partial(cut);
    memcpy(cut + strlen(cut), MARK, sizeof(MARK));
    return cut;
}

/* Before anything is built: a request without its signature would be sent, refused, and counted as
 * the robot's trouble, while the row is what is wrong. Names the part, never its value. */
static rc_t check_needs(const struct channel_row *row, const struct channel_note *note,
                        struct problem *problem)
{
    const struct {
        const char *name;
        bool missing;
    } needs[] = {
        { "endpoint", note->endpoint[0] == '\0' },
        { "token", row->needs_token && note->token[0] == '\0' },
        { "secret", row->needs_secret && note->secret[0] == '\0' },
    };
    for (size_t i = 0; i < COUNT_OF(needs); i++) {
        if (needs[i].missing)
            return problem_set(problem, RC_INVALID, needs[i].name,
                               "could not build a message for channel \"%s\": it has no %s",
                               row->name, needs[i].name);
    }
    return RC_OK;
}

/* The three buffers are made before the first check, so that the caller's one way out frees them
 * whatever happened. */
rc_t channel_build(const struct channel_row *row, const struct channel_note *note,
                   struct channel_post *ret_post, struct problem *problem)
{
    struct channel_note cut = *note;
    bytebuf_init(&ret_post->url, CHANNEL_URL_BYTES);
    bytebuf_init(&ret_post->body, CHANNEL_BODY_BYTES);
    bytebuf_init(&ret_post->head, CHANNEL_HEAD_BYTES);
    if (cut.endpoint[0] == '\0' && row->endpoint)
        cut.endpoint = row->endpoint;
    rc_t rc = check_needs(row, &cut, problem);
    if (rc != RC_OK)
        return rc;
    char *text = cut_text(row, note->text);
    cut.text = text;
    rc = row->build(&cut, ret_post);
    mem_free(text);
    return rc == RC_OK ? rc
                       : problem_set(problem, rc, NULL,
                                     "could not build a message for channel \"%s\": it is too long",
                                     row->name);
}

/* The URL carries a token and the head a signature: bytebuf_fini wipes nothing, but neither
 * outlives the message nor reaches a log. */
void channel_post_fini(struct channel_post *self)
{
    bytebuf_fini(&self->url);
    bytebuf_fini(&self->body);
    bytebuf_fini(&self->head);
}

/* The robots answer 200 to everything and say in the body what they mean by it. */
static enum verdict judge_code(const struct channel_row *row, const char *body, size_t len,
                               struct problem *problem)
{
    json_t *json = json_loadb(body, len, JSON_REJECT_DUPLICATES, NULL);
    const json_t *code = NULL;
    for (size_t i = 0; i < COUNT_OF(row->codes) && row->codes[i] && !code; i++)
        code = json_object_get(json, row->codes[i]);
    enum verdict verdict = VERDICT_UNCERTAIN;
    if (!json_is_integer(code))
        problem_set(problem, RC_UNAVAILABLE, NULL,
                    "channel \"%s\" answered 200 without a result number", row->name);
    else if (json_integer_value(code) == 0)
        verdict = VERDICT_SENT;
    else {
        verdict = VERDICT_REFUSED;
        problem_set(problem, RC_REFUSED, NULL, "channel \"%s\" refused the message: result %lld",
                    row->name, (long long)json_integer_value(code));
    }
    json_decref(json);
    return verdict;
}

/* 503 says "not now" before any work; the other 5xx may come from a proxy behind which the message
 * arrived. */
enum verdict channel_judge(const struct channel_row *row, long status, const char *body, size_t len,
                           struct problem *problem)
{
    if (status >= 200 && status < 300)
        return row->codes[0] ? judge_code(row, body, len, problem) : VERDICT_SENT;
    problem_set(problem, status == 429 ? RC_BUSY : RC_UNAVAILABLE, NULL,
                "channel \"%s\" answered HTTP %ld", row->name, status);
    return status >= 500 && status != 503 ? VERDICT_UNCERTAIN : VERDICT_REFUSED;
}
