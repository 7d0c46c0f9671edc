/* Checks on arguments that args_read has read; each names the field it refuses. */
#include "call_args.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "civil.h"
#include "service_host.h"

/* Both ways at once are refused too: they might name two systems, and one would silently win. */
rc_t system_ref_check(const struct system_ref *ref, struct problem *problem)
{
    int named = (ref->contract != NULL) + (ref->serial != 0);
    if (named == (ref->id ? 0 : 2))
        return RC_OK;
    return problem_set(problem, RC_INVALID, "system",
                       "expected either \"system\", or \"contract\" and \"serial\"");
}

/* By the call's business day, so that a fixed clock holds here as well (FI-12). */
rc_t past_day_check(const struct call *call, const char *key, int32_t day)
{
    char today[DATE_TEXT];
    if (day <= call->today)
        return RC_OK;
    return problem_set(call->problem, RC_REFUSED, key, "\"%s\" lies in the future: today is %s",
                       key, civil_format_date(call->today, today));
}

/* By the call's one instant: all checks of a request agree on what is past. */
rc_t past_instant_check(const struct call *call, const char *key, int64_t us)
{
    char now[INSTANT_TEXT];
    if (us <= call->now_us)
        return RC_OK;
    return problem_set(call->problem, RC_REFUSED, key, "\"%s\" lies in the future: it is %s", key,
                       civil_format_instant(call->now_us, 0, now));
}

/* Equal days are fine: much happens on the day it was found. */
rc_t day_order_check(const char *key, int32_t day, int32_t least, const char *what,
                     struct problem *problem)
{
    char bound[DATE_TEXT];
    if (day >= least)
        return RC_OK;
    return problem_set(problem, RC_REFUSED, key, "\"%s\" lies before %s on %s", key, what,
                       civil_format_date(least, bound));
}

/* 0 means the caller did not say, and takes whatever is there. RC_STALE tells a caller to read
 * again before it repeats. */
rc_t version_check(int64_t wanted, int64_t actual, const char *row, struct problem *problem)
{
    if (wanted == 0 || wanted == actual)
        return RC_OK;
    return problem_set(problem, RC_STALE, "version",
                       "the %s is at version %" PRId64 " by now, not %" PRId64, row, actual,
                       wanted);
}

/* Closed lists are checked before the database is asked: a misspelt state would give an empty list,
 * which reads like "all is well". */
rc_t word_check(const char *key, const char *word, const char *const words[],
                struct problem *problem)
{
    char known[PROBLEM_TEXT_MAX / 2] = "";
    for (size_t i = 0; words[i]; i++) {
        if (!word || strcmp(words[i], word) == 0)
            return RC_OK;
        snprintf(known + strlen(known), sizeof(known) - strlen(known), "%s%s", i ? ", " : "",
                 words[i]);
    }
    return problem_set(problem, RC_INVALID, key, "\"%s\" must be one of %s", key, known);
}
