/* Requests about schedules and reviews. What a table of fields cannot say is checked beside it:
 * which fields belong together. */
#include "schedule_wire.h"

#include <string.h>

#include "args.h"
#include "ceilings.h"

/* Longer than any word of a policy or a review: the closed lists below do the refusing. */
enum { WORD_MAX = 20 };

#define AT(type, member) offsetof(struct type, member)

/* In order of enum review_what: the word of the request, which is also the name of the fact, and
 * the work of the schedules that ask for it. A new kind of review is a row here, an enum value, and
 * the scheduler's reading of that fact. */
const struct review_word REVIEW_WORDS[REVIEW_WHAT__COUNT] = {
    [REVIEW_FILED] = { "filed", "filing", true },
    [REVIEW_ASSESSED] = { "assessed", "assessment", true },
    [REVIEW_EXPIRES] = { "expires", "certificate", false },
};

/* All schedules of one contract: there are some dozens, so nothing else filters. */
rc_t schedule_list_decode(const struct call *call, struct schedule_list_args *ret)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_REQUIRED, 1, MAX_CODE_FIELD,
          AT(schedule_list_args, contract) },
        { "cursor", ARG_PAGE, JSON_OPTIONAL, 0, 1, AT(schedule_list_args, page) },
    };
    return args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), call->problem);
}

/* The words of the scheduler; constraint schedule_catch_up knows the same. */
static bool is_policy(const char *word)
{
    return strcmp(word, "skip") == 0 || strcmp(word, "once") == 0 || strcmp(word, "window") == 0;
}

/* Days that would be kept and never looked at are refused: whoever gave them meant another policy.
 */
static rc_t window_check(struct schedule_policy_args *ret, struct problem *problem)
{
    bool window = strcmp(ret->catch_up, "window") == 0;
    if (window != (ret->window_days >= 0))
        return problem_set(problem, RC_INVALID, "window_days",
                           "\"window_days\" goes with the policy \"window\", and only with it");
    if (!window)
        ret->window_days = 0;
    return RC_OK;
}

/* The tables of words and the pairing of fields come after the shape, so that the first thing wrong
 * is named first. */
rc_t schedule_policy_decode(const struct call *call, struct schedule_policy_args *ret)
{
    static const struct arg_row ROWS[] = {
        { "schedule", ARG_INT, JSON_REQUIRED, 1, INT64_MAX, AT(schedule_policy_args, schedule) },
        { "catch_up", ARG_TEXT, JSON_REQUIRED, 1, WORD_MAX, AT(schedule_policy_args, catch_up) },
        { "window_days", ARG_INT, JSON_OPTIONAL, 0, WINDOW_DAYS_MAX,
          AT(schedule_policy_args, window_days) },
    };
    static const struct schedule_policy_args BLANK = { .window_days = -1 };
    rc_t rc = args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_OVER(ret, &BLANK), call->problem);
    if (rc == RC_OK && !is_policy(ret->catch_up))
        return problem_set(call->problem, RC_INVALID, "catch_up",
                           "\"catch_up\" must be skip, once or window");
    return rc == RC_OK ? window_check(ret, call->problem) : rc;
}

/* A closed list: a word it does not have would be kept as a fact that nothing ever reads. */
static rc_t read_what(struct review_args *ret, struct problem *problem)
{
    for (size_t i = 0; i < REVIEW_WHAT__COUNT; i++)
        if (strcmp(REVIEW_WORDS[i].word, ret->word) == 0) {
            ret->what = (enum review_what)i;
            return RC_OK;
        }
    return problem_set(problem, RC_INVALID, "what", "\"what\" must be filed, assessed or expires");
}

/* Of a system, or of a clause; a certificate without a holder's name is the clause's only one. */
static rc_t subject_check(const struct review_args *args, struct problem *problem)
{
    bool of_system = REVIEW_WORDS[args->what].of_system;
    if (of_system != (args->serial != 0))
        return problem_set(problem, RC_INVALID, "serial",
                           "\"serial\" names the system that was filed or assessed, and no other");
    if (of_system == (args->clause != NULL) || (of_system && args->unit))
        return problem_set(problem, RC_INVALID, "clause",
                           "\"clause\" names the certificate that expires, and nothing else");
    return RC_OK;
}

/* The kind first, since it decides what the other fields may be. */
rc_t review_decode(const struct call *call, struct review_args *ret)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_REQUIRED, 1, MAX_CODE_FIELD, AT(review_args, contract) },
        { "what", ARG_TEXT, JSON_REQUIRED, 1, WORD_MAX, AT(review_args, word) },
        { "on", ARG_DATE, JSON_REQUIRED, 0, 0, AT(review_args, on) },
        { "serial", ARG_INT, JSON_OPTIONAL, 1, MAX_SERIAL, AT(review_args, serial) },
        { "clause", ARG_TEXT, JSON_OPTIONAL, 1, MAX_CLAUSE_FIELD, AT(review_args, clause) },
        { "unit", ARG_TEXT, JSON_OPTIONAL, 1, UNIT_CHARS_MAX, AT(review_args, unit) },
    };
    rc_t rc = args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), call->problem);
    if (rc == RC_OK)
        rc = read_what(ret, call->problem);
    if (rc == RC_OK)
        rc = subject_check(ret, call->problem);
    /* A certificate's last day lies ahead as a rule; a filing or an assessment is told after it was
     * done. */
    if (rc == RC_OK && ret->what != REVIEW_EXPIRES)
        rc = past_day_check(call, "on", ret->on);
    return rc;
}
