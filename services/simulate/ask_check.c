/* A question is judged whole before its database is made: a mistyped year or a story of another
 * contract must not cost the minutes of a play. What is only unusual is played and told. */
#include "ask_check.h"

#include <string.h>

#include "civil.h"

enum {
    SYSTEMS_MOST = 100000,
    RANGE_DAYS_MOST = 3660, /* ten years, beyond which no calendar is published */
};

/* By enum simulate_side, as options and answer name them. */
static const char *const OPTIONS[] = { "scenario", "against" };
static const char *const SIDES[] = { "first", "against" };

/* NULL for one that goes by the limits: it is signed on the first day. */
static const json_t *contract_of(const struct simulate_ask *ask, enum simulate_side side)
{
    return json_object_get(side == SIDE_AGAINST ? ask->against : ask->story, "contract");
}

static const char *text_of(const json_t *contract, const char *key)
{
    return json_string_value(json_object_get(contract, key));
}

/* A date by the scenario's grammar. */
static int32_t signed_day(const json_t *contract)
{
    int32_t day = NO_DAY;
    (void)civil_parse_date(text_of(contract, "signed"), &day);
    return day;
}

static rc_t check_story(const struct simulate_ask *ask, enum simulate_side side,
                        struct problem *problem)
{
    const json_t *contract = contract_of(ask, side);
    if (!contract)
        return RC_OK;
    if (strcmp(text_of(contract, "pack"), ask->pack) != 0)
        return problem_set(problem, RC_INVALID, OPTIONS[side],
                           "the scenario of --%s is of pack \"%s\", not of \"%s\"", OPTIONS[side],
                           text_of(contract, "pack"), ask->pack);
    if (signed_day(contract) > ask->to)
        return problem_set(problem, RC_INVALID, OPTIONS[side],
                           "the contract of --%s is signed on %s, after the last day played",
                           OPTIONS[side], text_of(contract, "signed"));
    return RC_OK;
}

/* Ceilings and not only signs: a mistyped year would keep the machine busy for hours. */
rc_t ask_check(const struct simulate_ask *ask, struct problem *problem)
{
    if (ask->to < ask->from || ask->to - ask->from > RANGE_DAYS_MOST)
        return problem_set(problem, RC_INVALID, "to", "the range must have from 1 to %d days",
                           RANGE_DAYS_MOST + 1);
    if (ask->systems < 0 || ask->systems > SYSTEMS_MOST)
        return problem_set(problem, RC_INVALID, "systems", "--systems must be from 1 to %d",
                           SYSTEMS_MOST);
    rc_t rc = check_story(ask, SIDE_FIRST, problem);
    return rc == RC_OK ? check_story(ask, SIDE_AGAINST, problem) : rc;
}

json_t *ask_notes(const struct simulate_ask *ask)
{
    char from[DATE_TEXT];
    json_t *notes = json_array();
    for (int side = SIDE_FIRST; side <= SIDE_AGAINST; side++) {
        const json_t *contract = contract_of(ask, (enum simulate_side)side);
        if (contract && signed_day(contract) != ask->from)
            json_array_append_new(notes,
                                  json_pack("{s:s, s:s, s:s, s:s}", "kind", "signed", "side",
                                            SIDES[side], "signed", text_of(contract, "signed"),
                                            "from", civil_format_date(ask->from, from)));
    }
    return notes;
}
