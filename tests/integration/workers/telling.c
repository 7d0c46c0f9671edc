#include "telling.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "civil.h"
#include "ledger.h"

#define MINUTE_US (60 * US_PER_SECOND)
#define HOUR_US   (60 * MINUTE_US)

const char *const TELLING_PEOPLE[PERSON__COUNT] = { "eng", "eng2", "man", "cus" };
const char *const TELLING_WAYS[WAY__COUNT] = { "app", "mail", "dingtalk", "webhook" };
static const char *const RULES[] = { "warn_3", "breach", "overdue_0", "overdue_2" };

/* Whom a rule tells, and how that person can be reached. */
static const struct {
    int rule;
    enum telling_person person;
    bool ways[WAY__COUNT];
} TOLD[] = {
    { 0, PERSON_FIRST, { [WAY_APP] = true, [WAY_MAIL] = true, [WAY_ROBOT] = true } },
    { 0, PERSON_SECOND, { [WAY_APP] = true, [WAY_ROBOT] = true } },
    { 2,
      PERSON_MANAGER,
      { [WAY_APP] = true, [WAY_MAIL] = true, [WAY_ROBOT] = true, [WAY_HOOK] = true } },
    { 3, PERSON_CUSTOMER, { [WAY_APP] = true, [WAY_MAIL] = true, [WAY_ROBOT] = true } },
};

/* ---- the clock of people ---- */

static bool works(int32_t day)
{
    if (day == test_day(TELLING_HOLIDAY))
        return false;
    return civil_weekday(day) <= 5 || day == test_day(TELLING_MAKEUP);
}

static bool is_open(int64_t us)
{
    int32_t day = civil_day_of(us, LEDGER_ZONE);
    int64_t at = us - civil_day_start(day, LEDGER_ZONE);
    return works(day) && at >= 8 * HOUR_US && at < 21 * HOUR_US;
}

int64_t telling_open(int64_t us)
{
    if (is_open(us))
        return us;
    int64_t minute = us - us % MINUTE_US + MINUTE_US;
    while (!is_open(minute))
        minute += MINUTE_US;
    return minute;
}

/* The first such minute of a day from the time on. */
static int64_t next_digest(int64_t us, int minute)
{
    int64_t at = civil_day_start(civil_day_of(us, LEDGER_ZONE), LEDGER_ZONE);
    while (at < us || (at / MINUTE_US + LEDGER_ZONE) % 1440 != minute)
        at += MINUTE_US;
    return at;
}

/* ---- the rows ---- */

void telling_begin(struct telling *self, int digest_minute)
{
    memset(self, 0, sizeof(*self));
    self->digest_minute = digest_minute;
}

static int step_order(const void *a, const void *b)
{
    const struct telling_step *one = a, *other = b;
    if (one->at_us != other->at_us)
        return one->at_us < other->at_us ? -1 : 1;
    return one->deadline - other->deadline;
}

static void add(struct telling *self, const struct telling_step *step, enum telling_person person,
                enum telling_way way)
{
    if (self->count == TELLING_ROWS)
        abort();
    self->rows[self->count++] = (struct telling_row){ .deadline = step->deadline,
                                                      .version = step->version,
                                                      .rule = step->rule,
                                                      .person = person,
                                                      .way = way,
                                                      .urgent = step->urgent,
                                                      .plan_us = step->at_us,
                                                      .try_us = step->at_us,
                                                      .held_us = INT64_MIN };
}

void telling_plan(struct telling *self, struct telling_step *steps, size_t count)
{
    qsort(steps, count, sizeof(*steps), step_order);
    for (size_t i = 0; i < count; i++) {
        for (size_t t = 0; t < sizeof(TOLD) / sizeof(TOLD[0]); t++) {
            for (int way = 0; TOLD[t].rule == steps[i].rule && way < WAY__COUNT; way++) {
                if (TOLD[t].ways[way])
                    add(self, &steps[i], TOLD[t].person, (enum telling_way)way);
            }
        }
    }
}

void telling_drop(struct telling *self, int deadline, int version)
{
    for (size_t i = 0; i < self->count; i++) {
        struct telling_row *row = &self->rows[i];
        if (row->state == TELLING_WAITS && row->deadline == deadline && row->version <= version)
            row->state = TELLING_NEVER;
    }
}

/* ---- one way at one moment ---- */

/* The row that decides what happens, and the moment. */
struct turn {
    struct telling *telling;
    const struct telling_row *lead;
    int64_t now_us;
};

static bool is_due(const struct turn *turn, const struct telling_row *row)
{
    return row->state == TELLING_WAITS && row->try_us <= turn->now_us;
}

/* Goes to the same person, or into the same group. */
static bool same_target(const struct telling_row *a, const struct telling_row *b)
{
    return a->way == b->way && (a->way != WAY_MAIL || a->person == b->person);
}

static bool same_kind(const struct telling_row *a, const struct telling_row *b)
{
    return (a->rule == 0) == (b->rule == 0); /* warnings, or overdue */
}

static bool same_matter(const struct telling_row *a, const struct telling_row *b)
{
    return a->deadline == b->deadline && a->version == b->version && a->rule == b->rule;
}

static bool any(const struct telling_row *a, const struct telling_row *b)
{
    (void)a;
    (void)b;
    return true;
}

typedef bool alike_fn(const struct telling_row *, const struct telling_row *);

static void finish(struct telling_row *row, int64_t now_us)
{
    int64_t meant = row->held_us > row->plan_us ? row->held_us : row->plan_us;
    row->state = now_us - meant > HOUR_US ? TELLING_LATE : TELLING_SENT;
    row->sent_us = now_us;
}

/* One message of the lead and all that is due and alike, as urgent as it. */
static void send(const struct turn *turn, alike_fn *alike)
{
    const struct telling_row lead = *turn->lead;
    int told = 0;
    turn->telling->messages++;
    for (size_t i = 0; i < turn->telling->count; i++) {
        struct telling_row *row = &turn->telling->rows[i];
        if (!is_due(turn, row) || !same_target(row, &lead) || row->urgent != lead.urgent ||
            !alike(row, &lead))
            continue;
        finish(row, turn->now_us);
        row->message = turn->telling->messages;
        told++;
    }
    turn->telling->grouped += told > 1;
}

/* The lead and all that is due and alike wait, but for what is urgent. */
static void hold(const struct turn *turn, int64_t until_us, alike_fn *alike)
{
    const struct telling_row lead = *turn->lead;
    for (size_t i = 0; i < turn->telling->count; i++) {
        struct telling_row *row = &turn->telling->rows[i];
        if (is_due(turn, row) && same_target(row, &lead) && !row->urgent && alike(row, &lead))
            row->try_us = row->held_us = until_us;
    }
    turn->telling->held++;
}

/* Messages of the lead's kind to its target in the window, and the first of them. */
static int told_in_window(const struct turn *turn, int64_t *ret_since_us)
{
    int count = 0, last = 0;
    int64_t from_us = turn->now_us - TELLING_WINDOW_S * US_PER_SECOND;
    *ret_since_us = INT64_MAX;
    for (int message = 1; message <= turn->telling->messages; message++) {
        for (size_t i = 0; i < turn->telling->count; i++) {
            const struct telling_row *row = &turn->telling->rows[i];
            if (row->message != message || row->sent_us <= from_us ||
                !same_target(row, turn->lead) || !same_kind(row, turn->lead))
                continue;
            count += last != message;
            last = message;
            if (row->sent_us < *ret_since_us)
                *ret_since_us = row->sent_us;
        }
    }
    return count;
}

/* Matters of the lead's kind that are due for its target. */
static int waiting(const struct turn *turn)
{
    int count = 0;
    for (size_t i = 0; i < turn->telling->count; i++) {
        const struct telling_row *row = &turn->telling->rows[i];
        bool first =
            is_due(turn, row) && same_target(row, turn->lead) && same_kind(row, turn->lead);
        for (size_t j = 0; j < i && first; j++) {
            const struct telling_row *before = &turn->telling->rows[j];
            first = !(is_due(turn, before) && same_target(before, turn->lead) &&
                      same_matter(before, row));
        }
        count += first;
    }
    return count;
}

/* Night, rest days and the digest. True when the lead has to wait. */
static bool waits_for_people(const struct turn *turn)
{
    int64_t at_us = turn->now_us;
    const struct telling_row *lead = turn->lead;
    bool digest = lead->way == WAY_MAIL && lead->person == PERSON_MANAGER;
    if (digest && lead->held_us == INT64_MIN) {
        int64_t digest_us = next_digest(lead->try_us, turn->telling->digest_minute);
        at_us = digest_us > at_us ? digest_us : at_us;
    }
    at_us = telling_open(at_us);
    if (at_us <= turn->now_us)
        return false;
    hold(turn, at_us, any);
    return true;
}

static void storm(const struct turn *turn)
{
    int64_t since_us;
    int told = told_in_window(turn, &since_us);
    if (told >= TELLING_STORM && !turn->lead->urgent)
        hold(turn, since_us + TELLING_WINDOW_S * US_PER_SECOND, same_kind);
    else
        send(turn, told + waiting(turn) > TELLING_STORM ? same_kind : same_matter);
}

static void decide(const struct turn *turn)
{
    const struct telling_row *lead = turn->lead;
    if (lead->urgent)
        storm(turn);
    else if (!waits_for_people(turn)) {
        if (lead->way == WAY_MAIL && lead->person == PERSON_MANAGER)
            send(turn, any);
        else
            storm(turn);
    }
}

/* Of those that are due the one that has been so for longest; NULL: none. */
static const struct telling_row *find_lead(const struct turn *turn, enum telling_way way)
{
    const struct telling_row *lead = NULL;
    for (size_t i = 0; i < turn->telling->count; i++) {
        const struct telling_row *row = &turn->telling->rows[i];
        if (row->way == way && is_due(turn, row) && (!lead || row->try_us < lead->try_us))
            lead = row;
    }
    return lead;
}

void telling_work(struct telling *self, int64_t now_us)
{
    struct turn turn = { .telling = self, .now_us = now_us };
    for (size_t i = 0; i < self->count; i++) {
        if (self->rows[i].way == WAY_APP && is_due(&turn, &self->rows[i]))
            finish(&self->rows[i], now_us);
    }
    for (int way = WAY_MAIL; way < WAY__COUNT; way++) {
        while ((turn.lead = find_lead(&turn, (enum telling_way)way)) != NULL)
            decide(&turn);
    }
}

/* ---- what came of it ---- */

static bool is_told(const struct telling_row *row, int deadline, int version, int rule)
{
    return row->deadline == deadline && row->version == version && row->rule == rule &&
           (row->state == TELLING_SENT || row->state == TELLING_LATE);
}

const char *telling_text(const struct telling *self, int deadline, char out[TELLING_TEXT])
{
    size_t used = 0;
    int versions = 0;
    out[0] = '\0';
    for (size_t i = 0; i < self->count; i++) {
        if (self->rows[i].deadline == deadline && self->rows[i].version > versions)
            versions = self->rows[i].version;
    }
    for (int version = 1; version <= versions; version++)
        for (int rule = 0; rule < 4; rule++)
            for (int person = 0; person < PERSON__COUNT; person++)
                for (size_t i = 0; i < self->count; i++) {
                    const struct telling_row *row = &self->rows[i];
                    if ((int)row->person == person && is_told(row, deadline, version, rule))
                        used += (size_t)snprintf(out + used, TELLING_TEXT - used,
                                                 " %d%s/%s/%s@%" PRId64 "%s", version, RULES[rule],
                                                 TELLING_PEOPLE[person], TELLING_WAYS[row->way],
                                                 (int64_t)(row->sent_us / US_PER_SECOND),
                                                 row->state == TELLING_LATE ? "!" : "");
                }
    return out;
}

int telling_messages(const struct telling *self, enum telling_way way)
{
    int count = 0;
    for (int message = 1; message <= self->messages; message++) {
        bool found = false;
        for (size_t i = 0; i < self->count && !found; i++)
            found = self->rows[i].message == message && self->rows[i].way == way;
        count += found;
    }
    return count;
}
