/* One table per operation, as in registry_wire.c; then what single fields must look like. No
 * message repeats the text of a reference or an endpoint: what was typed there may be the secret
 * itself. */
#include "outlet_wire.h"

#include <string.h>

#include "args.h"
#include "ceilings.h"
#include "registry_wire.h"

/* As the tables demand them. */
enum {
    CODE_MAX = 80,
    WORD_MAX = 20,
    NAME_MAX_CHARS = 100,
    ENDPOINT_MAX = 1000,
    REF_MAX = 120,
    REF_NAME_MAX = 100,
    ROLES_MAX = 4,
    RATE_MOST = 1000,
    RATE_DEFAULT = 20, /* what 企业微信 and 钉钉 allow a robot in a minute */
    STORM_MOST = 100000,
    WINDOW_MOST_S = 86400,
    DAY_MINUTES = 1440,
};

#define AT(type, member) offsetof(struct type, member)

/* What a message of each channel cannot be made without; the worker's table (channel.c) has the
 * same needs, and a test holds the two together. */
static const struct {
    const char *channel;
    bool endpoint, token, secret;
} NEEDS[] = {
    { "wecom", .token = true },
    { "dingtalk", .token = true, .secret = true },
    { "feishu", .token = true, .secret = true },
    { "webhook", .endpoint = true, .secret = true },
};

/* Told when the channel is entered, and not when the first notice fails to go out. */
static rc_t check_needs(const struct channel_add *add, struct problem *problem)
{
    for (size_t i = 0; i < COUNT_OF(NEEDS); i++) {
        if (strcmp(NEEDS[i].channel, add->channel) != 0)
            continue;
        const char *lacks = NEEDS[i].endpoint && !add->endpoint   ? "endpoint"
                            : NEEDS[i].token && !add->token_ref   ? "token_ref"
                            : NEEDS[i].secret && !add->secret_ref ? "secret_ref"
                                                                  : NULL;
        return lacks ? problem_set(problem, RC_INVALID, lacks, "channel \"%s\" needs \"%s\"",
                                   add->channel, lacks)
                     : RC_OK;
    }
    return problem_set(problem, RC_INVALID, "channel",
                       "\"channel\" must be wecom, dingtalk, feishu or webhook");
}

/* "file:NAME" or "env:MLPS_CHANNEL_NAME"; anything else may be a secret typed into the wrong field.
 */
static rc_t check_ref(const char *key, const char *ref, struct problem *problem)
{
    static const char NAME[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";
    static const char *const FORMS[] = { "file:", "env:MLPS_CHANNEL_" };
    for (size_t i = 0; ref && i < COUNT_OF(FORMS); i++) {
        size_t head = strlen(FORMS[i]);
        size_t len = strncmp(ref, FORMS[i], head) == 0 ? strlen(ref + head) : 0;
        if (len > 0 && len <= REF_NAME_MAX && ref[head] != '.' && strspn(ref + head, NAME) == len)
            return RC_OK;
    }
    return ref ? problem_set(problem, RC_INVALID, key,
                             "\"%s\" must name where the secret lies: file:NAME in the worker's "
                             "folder of secrets, or env:MLPS_CHANNEL_NAME",
                             key)
               : RC_OK;
}

/* An empty list would be a channel for nobody, and what was meant is everybody or "disable". */
static rc_t check_audience(const json_t *audience, struct problem *problem)
{
    bool good = !audience || json_array_size(audience) > 0;
    for (size_t i = 0; i < json_array_size(audience) && good; i++) {
        const char *role = json_string_value(json_array_get(audience, i));
        good = role && registry_is_role(role);
    }
    return good ? RC_OK
                : problem_set(problem, RC_INVALID, "audience",
                              "\"audience\" must list engineer, manager, customer or leader");
}

/* References to secrets and never the secrets, which stay in files or the environment of the worker
 * that sends. */
rc_t outlet_read_channel_add(const json_t *args, struct channel_add *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_REQUIRED, 1, CODE_MAX, AT(channel_add, contract) },
        { "channel", ARG_TEXT, JSON_REQUIRED, 1, WORD_MAX, AT(channel_add, channel) },
        { "name", ARG_TEXT, JSON_REQUIRED, 1, NAME_MAX_CHARS, AT(channel_add, name) },
        { "endpoint", ARG_TEXT, JSON_OPTIONAL, 1, ENDPOINT_MAX, AT(channel_add, endpoint) },
        { "token_ref", ARG_TEXT, JSON_OPTIONAL, 1, REF_MAX, AT(channel_add, token_ref) },
        { "secret_ref", ARG_TEXT, JSON_OPTIONAL, 1, REF_MAX, AT(channel_add, secret_ref) },
        { "audience", ARG_LIST, JSON_OPTIONAL, 0, ROLES_MAX, AT(channel_add, audience) },
        { "per_minute", ARG_INT, JSON_OPTIONAL, 1, RATE_MOST, AT(channel_add, per_minute) },
    };
    static const struct channel_add BLANK = { .per_minute = RATE_DEFAULT };
    struct channel_add add;
    rc_t rc = args_read(args, ROWS, COUNT_OF(ROWS), ARGS_OVER(&add, &BLANK), problem);
    if (rc == RC_OK)
        rc = check_needs(&add, problem);
    if (rc == RC_OK)
        rc = check_ref("token_ref", add.token_ref, problem);
    if (rc == RC_OK)
        rc = check_ref("secret_ref", add.secret_ref, problem);
    if (rc == RC_OK)
        rc = check_audience(add.audience, problem);
    if (rc == RC_OK)
        *ret = add;
    return rc;
}

rc_t outlet_read_channel_list(const json_t *args, struct channel_list *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_OPTIONAL, 1, CODE_MAX, AT(channel_list, contract) },
        { "cursor", ARG_PAGE, JSON_OPTIONAL, 0, 1, AT(channel_list, page) },
    };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), problem);
}

rc_t outlet_read_channel_switch(const json_t *args, struct channel_switch *ret,
                                struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "channel", ARG_INT, JSON_REQUIRED, 1, INT64_MAX, AT(channel_switch, channel) },
    };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), problem);
}

/* "HH:MM" to minutes of the day; nothing else of five characters is a time. */
static rc_t read_minute(const char *key, const char *text, int64_t *ret_minute,
                        struct problem *problem)
{
    static const char DIGITS[] = "0123456789";
    bool form = strlen(text) == 5 && strspn(text, DIGITS) == 2 && text[2] == ':' &&
                strspn(text + 3, DIGITS) == 2;
    int64_t minute = !form ? DAY_MINUTES
                           : ((text[0] - '0') * 10 + (text[1] - '0')) * 60 + (text[3] - '0') * 10 +
                                 (text[4] - '0');
    if (minute >= DAY_MINUTES || text[3] > '5')
        return problem_set(problem, RC_INVALID, key, "\"%s\" must be a time of day HH:MM", key);
    *ret_minute = minute;
    return RC_OK;
}

/* Before they are minutes. */
struct policy_texts {
    const char *contract, *from, *to;
    bool rest_days;
    int64_t storm_max, storm_window_s;
};

/* The two ends are read apart: a question may move only one of them. */
static rc_t read_hours(const struct policy_texts *texts, struct policy_set *set,
                       struct problem *problem)
{
    rc_t rc = RC_OK;
    if (texts->from)
        rc = read_minute("quiet_from", texts->from, &set->quiet_from, problem);
    if (rc == RC_OK && texts->to)
        rc = read_minute("quiet_to", texts->to, &set->quiet_to, problem);
    return rc;
}

/* Times come as texts and go on as minutes of the day, so the texts have a struct of their own. */
rc_t outlet_read_policy_set(const json_t *args, struct policy_set *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_REQUIRED, 1, CODE_MAX, AT(policy_texts, contract) },
        { "quiet_from", ARG_TEXT, JSON_OPTIONAL, 1, WORD_MAX, AT(policy_texts, from) },
        { "quiet_to", ARG_TEXT, JSON_OPTIONAL, 1, WORD_MAX, AT(policy_texts, to) },
        { "rest_days", ARG_BOOL, JSON_OPTIONAL, 0, 0, AT(policy_texts, rest_days) },
        { "storm_max", ARG_INT, JSON_OPTIONAL, 1, STORM_MOST, AT(policy_texts, storm_max) },
        { "storm_window_s", ARG_INT, JSON_OPTIONAL, 1, WINDOW_MOST_S,
          AT(policy_texts, storm_window_s) },
    };
    static const struct policy_texts BLANK = { .storm_max = POLICY_KEEP,
                                               .storm_window_s = POLICY_KEEP };
    struct policy_texts texts;
    struct policy_set set = { .quiet_from = POLICY_KEEP,
                              .quiet_to = POLICY_KEEP,
                              .rest_days = POLICY_KEEP };
    rc_t rc = args_read(args, ROWS, COUNT_OF(ROWS), ARGS_OVER(&texts, &BLANK), problem);
    if (rc == RC_OK)
        rc = read_hours(&texts, &set, problem);
    if (rc == RC_OK && json_object_size(args) < 2)
        rc = problem_set(problem, RC_INVALID, "contract", "there is nothing to set");
    if (rc != RC_OK)
        return rc;
    set.contract = texts.contract;
    if (json_is_boolean(json_object_get(args, "rest_days")))
        set.rest_days = texts.rest_days;
    set.storm_max = texts.storm_max;
    set.storm_window_s = texts.storm_window_s;
    *ret = set;
    return RC_OK;
}

/* Borrows the struct of policy.set for its contract. The other members are 0, which there means a
 * value: they must not be handed to outlet_store_policy_set. */
rc_t outlet_read_policy_get(const json_t *args, struct policy_set *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_REQUIRED, 1, CODE_MAX, AT(policy_set, contract) },
    };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), problem);
}

/* Before the time is a minute. */
struct habit_texts {
    const char *contract, *person, *at;
};

rc_t outlet_read_habit_set(const json_t *args, struct habit_set *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_REQUIRED, 1, CODE_MAX, AT(habit_texts, contract) },
        { "person", ARG_TEXT, JSON_REQUIRED, 1, NAME_MAX_CHARS, AT(habit_texts, person) },
        { "digest_at", ARG_TEXT, JSON_REQUIRED, 1, WORD_MAX, AT(habit_texts, at) },
    };
    struct habit_texts texts;
    int64_t minute = 0;
    rc_t rc = args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(&texts), problem);
    if (rc == RC_OK)
        rc = read_minute("digest_at", texts.at, &minute, problem);
    if (rc == RC_OK)
        *ret = (struct habit_set){ texts.contract, texts.person, minute };
    return rc;
}

/* The minute that means "none" is set here, so the store needs no second struct. */
rc_t outlet_read_habit_clear(const json_t *args, struct habit_set *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_REQUIRED, 1, CODE_MAX, AT(habit_set, contract) },
        { "person", ARG_TEXT, JSON_REQUIRED, 1, NAME_MAX_CHARS, AT(habit_set, person) },
    };
    static const struct habit_set BLANK = { .digest_at = POLICY_KEEP };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_OVER(ret, &BLANK), problem);
}

rc_t outlet_read_habit_list(const json_t *args, struct habit_list *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_REQUIRED, 1, CODE_MAX, AT(habit_list, contract) },
        { "cursor", ARG_PAGE, JSON_OPTIONAL, 0, 1, AT(habit_list, page) },
    };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), problem);
}
