/* From words to struct server_conf. Every refusal names the option and what was expected; nothing
 * is opened here.
 *
 * Bounds are those of sense and not of memory: a day for one request, an hour for a time-out, a
 * hundred silent heartbeats. Two heartbeats at least, because one lost message must not end a
 * worker. */
#include "broker_options.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ceilings.h"
#include "parse.h"

enum { BUSY_SECONDS_MAX = 86400, MS_MAX = 3600000, LIVENESS_MAX = 100 };

/* --insecure stands in the table and not in a default: who runs without keys has typed so. */
const struct option_row BROKER_OPTIONS[] = {
    { "bind", "MLPS_BIND", NULL, false,
      "监听地址,逗号分隔可多个:tcp://HOST:PORT(端口 * 为任意)或 ipc://PATH",
      "endpoints to listen on, commas between: tcp://HOST:PORT (port * for any) or ipc://PATH" },
    { "events-in", NULL, NULL, false, "事件发布端地址(默认端口 +1)",
      "endpoint for publishers (default: port + 1)" },
    { "events-out", NULL, NULL, false, "事件订阅端地址(默认端口 +2)",
      "endpoint for subscribers (default: port + 2)" },
    { "keys", "MLPS_KEYS", NULL, false, "CURVE 密钥目录:broker.key 与各进程的 NAME.pub",
      "folder of the CURVE keys: broker.key and NAME.pub of each process" },
    { "insecure", "MLPS_INSECURE", NULL, true, "不加密、不认证(仅用于测试)",
      "no encryption and no authentication (tests only)" },
    { "busy", NULL, NULL, false, "某服务处理一个请求的最长时间 SERVICE=秒,可重复(默认 900 秒)",
      "how long a service may work on one request, SERVICE=SECONDS; may be repeated (default 900 "
      "s)" },
    { "expire-ms", NULL, "10000", false, "无服务进程时请求的等待时间(毫秒)",
      "how long a request waits for a worker, milliseconds" },
    { "heartbeat-ms", NULL, "1000", false, "心跳间隔(毫秒)", "heartbeat interval, milliseconds" },
    { "liveness", NULL, "3", false, "多少次无心跳视为失联",
      "silent heartbeats until a worker is dead" },
    { "tolerate-empty", NULL, NULL, true, "接受带前导空帧的 MDP 0.2 报文",
      "take MDP 0.2 messages with a leading empty frame" },
    { "help", NULL, NULL, true, "显示本说明", "show this help" },
    { NULL, NULL, NULL, false, NULL, NULL },
};

/* The same table that is read, so help cannot drift from what the program takes. */
static void print_help(void)
{
    puts("mlps-broker --bind ENDPOINT (--keys DIR | --insecure)");
    for (const struct option_row *row = BROKER_OPTIONS; row->name; row++)
        printf("  --%s%s\n      %s / %s\n", row->name, row->flag ? "" : " VALUE", row->help_zh,
               row->help_en);
}

/* An option given twice keeps its last value, but --busy is a list: join its values with commas
 * first. */
static rc_t join_busy(struct broker_options *self, int argc, char **argv, struct problem *problem)
{
    size_t len = 0;
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const char *value = NULL;
        if (strncmp(argv[i], "--busy=", 7) == 0)
            value = argv[i] + 7;
        else if (strcmp(argv[i], "--busy") == 0 && i + 1 < argc)
            value = argv[++i];
        if (!value)
            continue;
        size_t room = sizeof(self->busy_text) - len;
        int n = snprintf(self->busy_text + len, room, "%s%s", len ? "," : "", value);
        if (n < 0 || (size_t)n >= room)
            return problem_set(problem, RC_INVALID, "busy", "\"--busy\" is longer than %d bytes",
                               OPTION_VALUE_MAX);
        len += (size_t)n;
    }
    return RC_OK;
}

/* One SERVICE=SECONDS, NUL-terminated; its '=' becomes the end of the name. */
static rc_t read_busy_row(char *text, struct busy_row *out, struct problem *problem)
{
    /* The last one: a service's name may contain what it likes, a number may not. */
    char *equals = strrchr(text, '=');
    uint32_t seconds;
    if (!equals || equals == text || equals - text > MAX_SERVICE_NAME ||
        !parse_u32(equals + 1, &seconds) || seconds == 0 || seconds > BUSY_SECONDS_MAX)
        return problem_set(problem, RC_INVALID, "busy",
                           "\"--busy %s\" is not SERVICE=SECONDS with 1 to %d seconds", text,
                           BUSY_SECONDS_MAX);
    *equals = '\0';
    *out = (struct busy_row){ .service = text, .ms = (int64_t)seconds * 1000 };
    return RC_OK;
}

/* The joined list, cut in place: names stay in self->busy_text, where the rows point. */
static rc_t read_busy(struct broker_options *self, struct problem *problem)
{
    struct broker_conf *conf = &self->server.broker;
    conf->busy = self->busy;
    for (char *at = self->busy_text; *at;) {
        char *end = at + strcspn(at, ",");
        bool last = *end == '\0';
        *end = '\0';
        if (conf->busy_count == BUSY_ROWS_MAX)
            return problem_set(problem, RC_INVALID, "busy", "more than %d values of \"--busy\"",
                               BUSY_ROWS_MAX);
        rc_t rc = read_busy_row(at, &self->busy[conf->busy_count++], problem);
        if (rc != RC_OK)
            return rc;
        at = last ? end : end + 1;
    }
    return RC_OK;
}

/* NULL security is a decision somebody has to write down. With both, the keys count. */
static rc_t read_security(struct server_conf *out, const struct options *options,
                          struct problem *problem)
{
    out->keys = option_text(options, "keys");
    out->broker.secure = out->keys != NULL;
    if (out->keys || option_given(options, "insecure"))
        return RC_OK;
    return problem_set(problem, RC_INVALID, "keys",
                       "option \"--keys\" is missing: give a key folder, or \"--insecure\" for a "
                       "bus without encryption and authentication");
}

/* Security comes last: a mistyped number should be told before a missing key folder. */
static rc_t read_rest(struct broker_options *self, const struct options *options,
                      struct problem *problem)
{
    struct server_conf *out = &self->server;
    out->bind = option_text(options, "bind");
    out->events_in = option_text(options, "events-in");
    out->events_out = option_text(options, "events-out");
    out->broker.tolerate_empty = option_given(options, "tolerate-empty");
    if (!out->bind)
        return problem_set(problem, RC_INVALID, "bind",
                           "option \"--bind\" is missing: tcp://HOST:PORT or ipc://PATH");
    rc_t rc = option_int(options, "expire-ms", 1, MS_MAX, &out->broker.expire_ms, problem);
    if (rc == RC_OK)
        rc = option_int(options, "heartbeat-ms", 10, MS_MAX, &out->broker.heartbeat_ms, problem);
    if (rc == RC_OK)
        rc = option_int(options, "liveness", 2, LIVENESS_MAX, &out->broker.liveness, problem);
    if (rc == RC_OK)
        rc = read_busy(self, problem);
    return rc == RC_OK ? read_security(out, options, problem) : rc;
}

/* --busy may be given several times, so it is joined before the table is read, which knows each
 * option once. */
rc_t broker_options_read(struct broker_options *self, int argc, char **argv, bool *ret_done,
                         struct problem *problem)
{
    struct options options;
    *self = (struct broker_options){ .server.broker = broker_conf_default() };
    rc_t rc = join_busy(self, argc, argv, problem);
    if (rc == RC_OK)
        rc = options_read(&options, BROKER_OPTIONS, argc, argv, problem);
    if (rc != RC_OK)
        return rc;
    if (option_given(&options, "help")) {
        print_help();
        *ret_done = true;
        return RC_OK;
    }
    if (options.rest_count > 0)
        return problem_set(problem, RC_INVALID, options.rest[0], "unexpected word \"%s\"",
                           options.rest[0]);
    return read_rest(self, &options, problem);
}
