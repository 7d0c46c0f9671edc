#include "ladder.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "civil.h"

/* Rungs: who does the work, then who is told as it grows late. */
static const char *const VENDOR[] = { "engineer", "manager", "customer", "leader" };
static const char *const CUSTOMER[] = { "customer", "manager", "leader" };

/* The next midnight is the first instant too late, so the whole of the due day is in time. */
struct due_edge due_edge_of_day(int32_t day, int zone_minutes)
{
    int64_t next = civil_day_start(day + 1, zone_minutes);
    return (struct due_edge){ .due_on = day, .due_at_us = next - 1, .breach_at_us = next };
}

/* To the second: the limit itself is still met (C7), so the breach comes one second later, unless
 * the clause says less than it. */
struct due_edge due_edge_of_instant(int64_t us, bool strict, int zone_minutes)
{
    return (struct due_edge){ .due_on = civil_day_of(us, zone_minutes),
                              .due_at_us = us,
                              .breach_at_us = strict ? us : us + US_PER_SECOND };
}

/* The last rung is the last for good. So a list of many numbers goes on telling the leader. */
static const char *rung(const struct ladder_ask *ask, size_t number)
{
    const char *const *rungs = ask->customer_owes ? CUSTOMER : VENDOR;
    size_t count = ask->customer_owes ? COUNT_OF(CUSTOMER) : COUNT_OF(VENDOR);
    return rungs[number < count ? number : count - 1];
}

/* A rule's name is its key: a number given twice makes one step. More than LADDER_MAX steps are
 * dropped in silence; the breach came first and is always in. */
static void add(struct ladder *ladder, const char *rule, int64_t at_us, const char *audience)
{
    for (size_t i = 0; i < ladder->count; i++)
        if (strcmp(ladder->steps[i].rule, rule) == 0)
            return;
    if (ladder->count == LADDER_MAX)
        return;
    struct ladder_step *step = &ladder->steps[ladder->count++];
    snprintf(step->rule, sizeof(step->rule), "%s", rule);
    step->at_us = at_us;
    step->audience = audience;
}

/* 09:00 of the working day `n` away from the due day. Working days of the contract's calendar;
 * before the due day `n` is negative (K5). */
static int64_t morning(const struct ladder_ask *ask, int32_t due_on, int64_t n)
{
    struct reckoned_day day = calendar_workdays_from(ask->calendar, due_on, (int32_t)n);
    return civil_day_start(day.day, ask->zone_minutes) + LADDER_HOUR * 3600 * US_PER_SECOND;
}

/* Each number goes one rung up, whatever its size. Where the breach itself was told to the first of
 * them, 0 would tell the same person the same again. */
static void add_overdue(const struct ladder_ask *ask, const struct due_edge *edge, bool breach_told,
                        struct ladder *ladder)
{
    char rule[LADDER_RULE_MAX];
    size_t next = breach_told ? 2 : 1;
    for (size_t i = 0; i < ask->reminders->overdue.count; i++) {
        int64_t n = ask->reminders->overdue.rows[i];
        if (n == 0 && breach_told)
            continue;
        snprintf(rule, sizeof(rule), "overdue_%" PRId64, n);
        add(ladder, rule, morning(ask, edge->due_on, n > 0 ? n : 1), rung(ask, next++));
    }
}

/* The breach goes first, so that no number of warnings can crowd it out; by itself it is told to
 * nobody, the rungs are. */
void ladder_of_day(const struct ladder_ask *ask, const struct due_edge *edge,
                   struct ladder *ret_ladder)
{
    char rule[LADDER_RULE_MAX];
    ret_ladder->count = 0;
    add(ret_ladder, "breach", edge->breach_at_us, "none");
    for (size_t i = 0; i < ask->reminders->warn.count; i++) {
        int64_t n = ask->reminders->warn.rows[i];
        snprintf(rule, sizeof(rule), "warn_%" PRId64, n);
        add(ret_ladder, rule, morning(ask, edge->due_on, -n), rung(ask, 0));
    }
    add_overdue(ask, edge, false, ret_ladder);
}

/* There is no working day to warn on, so the breach itself is the first message. */
void ladder_of_instant(const struct ladder_ask *ask, const struct due_edge *edge,
                       struct ladder *ret_ladder)
{
    ret_ladder->count = 0;
    add(ret_ladder, "breach", edge->breach_at_us, "manager");
    add_overdue(ask, edge, true, ret_ladder);
}
