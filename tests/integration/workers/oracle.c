#include "oracle.h"

#include <stdio.h>
#include <string.h>

#include "civil.h"
#include "ledger.h"

enum { WARN_3, BREACH, OVERDUE_0, OVERDUE_2 };
static const char *const RULES[ORACLE_LADDER] = { "warn_3", "breach", "overdue_0", "overdue_2" };
static const char *const STATES[] = { "open", "paused", "breached", "met", "late", "void" };

static bool is_closed(const struct oracle *self)
{
    return self->state == ORACLE_MET || self->state == ORACLE_LATE;
}

static bool is_worked(const struct oracle *self, int32_t day)
{
    return self->works ? self->works(self->works_arg, day) : civil_weekday(day) < 6;
}

/* The day `count` days of work away from `day`. */
static int32_t workdays_from(const struct oracle *self, int32_t day, int count)
{
    int step = count < 0 ? -1 : 1;
    while (count != 0) {
        day += step;
        if (is_worked(self, day))
            count -= step;
    }
    return day;
}

static int64_t morning(int32_t day)
{
    return civil_day_start(day, LEDGER_ZONE) + 9 * 3600 * US_PER_SECOND;
}

static int64_t too_late(int32_t due)
{
    return civil_day_start(due + 1, LEDGER_ZONE);
}

static void add(struct oracle *self, int rule, int64_t at_us)
{
    self->steps[self->count++] =
        (struct oracle_step){ .version = self->version, .rule = rule, .at_us = at_us };
}

static int64_t time_of(const struct oracle *self, int rule)
{
    static const int AWAY[ORACLE_LADDER] = { [WARN_3] = -3, [OVERDUE_0] = 1, [OVERDUE_2] = 2 };
    return rule == BREACH ? too_late(self->due)
                          : morning(workdays_from(self, self->due, AWAY[rule]));
}

static void plan(struct oracle *self)
{
    for (int rule = 0; rule < ORACLE_LADDER; rule++)
        add(self, rule, time_of(self, rule));
}

void oracle_confirm(struct oracle *self)
{
    for (size_t i = 0; i < self->count; i++) {
        if (self->steps[i].state == STEP_PLANNED)
            self->steps[i].at_us = time_of(self, self->steps[i].rule);
    }
}

static void cancel(struct oracle *self)
{
    for (size_t i = 0; i < self->count; i++) {
        if (self->steps[i].state == STEP_PLANNED)
            self->steps[i].state = STEP_CANCELLED;
    }
}

void oracle_open(struct oracle *self, int32_t due)
{
    oracle_works_fn *works = self->works;
    const void *arg = self->works_arg;
    memset(self, 0, sizeof(*self));
    self->works = works;
    self->works_arg = arg;
    self->version = 1;
    self->due = due;
    plan(self);
}

static void judge(struct oracle *self)
{
    self->state = self->closed_us < too_late(self->due) ? ORACLE_MET : ORACLE_LATE;
    if (self->state == ORACLE_LATE)
        self->breached[self->version] = true;
}

void oracle_retarget(struct oracle *self, int32_t due)
{
    if (self->state == ORACLE_VOID || due == self->due)
        return;
    cancel(self);
    self->version++;
    self->due = due;
    if (is_closed(self)) {
        judge(self);
    } else if (self->state != ORACLE_PAUSED) {
        self->state = ORACLE_OPEN;
        plan(self);
    }
}

void oracle_pause(struct oracle *self)
{
    cancel(self);
    self->state = ORACLE_PAUSED;
}

void oracle_resume(struct oracle *self, int32_t due)
{
    cancel(self);
    self->version++;
    self->due = due;
    self->state = ORACLE_OPEN;
    plan(self);
}

void oracle_stop(struct oracle *self, int64_t at_us)
{
    cancel(self);
    self->closed_us = at_us;
    judge(self);
}

void oracle_reopen(struct oracle *self)
{
    size_t before = self->count;
    self->version++;
    self->state = ORACLE_OPEN;
    for (size_t i = 0; i < before; i++) {
        const struct oracle_step *step = &self->steps[i];
        if (step->version == self->version - 1 &&
            (step->state != STEP_DONE || step->rule == BREACH))
            add(self, step->rule, step->at_us);
    }
}

void oracle_void(struct oracle *self)
{
    cancel(self);
    self->state = ORACLE_VOID;
}

void oracle_work(struct oracle *self, int64_t now_us)
{
    for (size_t i = 0; i < self->count; i++) {
        struct oracle_step *step = &self->steps[i];
        if (step->state != STEP_PLANNED || step->at_us > now_us)
            continue;
        step->state = STEP_DONE;
        if (step->rule == BREACH) {
            self->state = ORACLE_BREACHED;
            self->breached[self->version] = true;
        }
    }
}

const char *oracle_text(const struct oracle *self, char out[ORACLE_TEXT])
{
    int used = snprintf(out, ORACLE_TEXT, "%s %d |", STATES[self->state], self->version);
    for (int version = 1; version <= self->version; version++) {
        for (int rule = 0; rule < ORACLE_LADDER; rule++) {
            for (size_t i = 0; i < self->count; i++) {
                const struct oracle_step *step = &self->steps[i];
                if (step->version == version && step->rule == rule && step->state == STEP_DONE)
                    used += snprintf(out + used, (size_t)(ORACLE_TEXT - used), " %d%s", version,
                                     RULES[rule]);
            }
        }
    }
    used += snprintf(out + used, (size_t)(ORACLE_TEXT - used), " |");
    for (int version = 1; version <= self->version; version++) {
        if (self->breached[version])
            used += snprintf(out + used, (size_t)(ORACLE_TEXT - used), " %d", version);
    }
    return out;
}
