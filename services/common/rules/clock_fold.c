/* Events are sorted by when they happened, then applied one instant at a time. Within an instant
 * any legal order is taken, since two entries of one minute carry no order. The order of
 * recording decides only what is known yet. */
#include "clock_fold.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "memory.h"
#include "pack.h"

/* By enum clock_status and by enum clock_event_type. Records and answers carry these words, so they
 * do not change. */
static const char *const STATUS_WORDS[] = { "idle", "running", "paused", "stopped", "void" };
static const char *const EVENT_WORDS[CLOCK_EVENT__COUNT] = { "start",    "pause", "resume",
                                                             "retarget", "stop",  "void" };

const char *clock_status_word(enum clock_status status)
{
    return STATUS_WORDS[status];
}

const char *clock_event_word(enum clock_event_type type)
{
    return EVENT_WORDS[type];
}

/* Exact words only: a near miss must not start or stop a clock. */
bool clock_event_from_word(const char *word, enum clock_event_type *ret_type)
{
    for (int i = 0; i < CLOCK_EVENT__COUNT; i++) {
        if (strcmp(EVENT_WORDS[i], word) == 0) {
            *ret_type = (enum clock_event_type)i;
            return true;
        }
    }
    return false;
}

#define FROM(status) (1u << (status))

/* In which states an event may happen, and where it leads. Checked pair by pair by a test. */
static const struct {
    unsigned from;
    enum clock_status to;
    bool keeps; /* leaves the state as it is */
} NEXT[CLOCK_EVENT__COUNT] = {
    [CLOCK_START] = { FROM(CLOCK_IDLE), CLOCK_RUNNING, false },
    [CLOCK_PAUSE] = { FROM(CLOCK_RUNNING), CLOCK_PAUSED, false },
    [CLOCK_RESUME] = { FROM(CLOCK_PAUSED), CLOCK_RUNNING, false },
    [CLOCK_RETARGET] = { FROM(CLOCK_RUNNING) | FROM(CLOCK_PAUSED), CLOCK_RUNNING, true },
    [CLOCK_STOP] = { FROM(CLOCK_RUNNING) | FROM(CLOCK_PAUSED), CLOCK_STOPPED, false },
    [CLOCK_VOID] = { FROM(CLOCK_IDLE) | FROM(CLOCK_RUNNING) | FROM(CLOCK_PAUSED) |
                         FROM(CLOCK_STOPPED),
                     CLOCK_VOIDED, false },
};

/* Whether the table allows an event in this state. An event that may not happen is never skipped:
 * it makes the record contradictory. */
static bool may_happen(const struct clock_state *state, enum clock_event_type type)
{
    return (NEXT[type].from & FROM(state->status)) != 0;
}

/* What the fold carries along. `events` is its own copy, so the asker's list keeps its order. */
struct fold {
    const struct clock_fold_ask *ask;
    struct clock_event *events; /* those known and not withdrawn, in order of time */
    size_t count;
    size_t cap; /* of state.pauses */
    struct clock_state state;
    struct problem *problem;
};

/* ---- choosing events ---- */

/* By time; then by type and id only to make the fold the same for any order of entry. */
static int event_order(const void *left, const void *right)
{
    const struct clock_event *a = left;
    const struct clock_event *b = right;
    if (a->occurred_at != b->occurred_at)
        return a->occurred_at < b->occurred_at ? -1 : 1;
    if (a->type != b->type)
        return a->type < b->type ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* As known on a date: what was recorded later does not exist yet. A fold as known earlier therefore
 * never changes by what is recorded later. */
static bool is_known(const struct fold *f, const struct clock_event *e)
{
    return e->recorded_at <= f->ask->known_at;
}

/* Whether a known void names this event. A void itself cannot be withdrawn: a wrong one is
 * answered by a new event. */
static bool is_withdrawn(const struct fold *f, int64_t id)
{
    for (size_t i = 0; i < f->ask->count; i++) {
        const struct clock_event *e = &f->ask->events[i];
        if (e->type == CLOCK_VOID && e->voids == id && is_known(f, e))
            return true;
    }
    return false;
}

/* A void must name an event that is there, or the record is broken. The event may be recorded later
 * or happen later than its void: only what is there counts. */
static rc_t check_void(const struct fold *f, const struct clock_event *e)
{
    for (size_t i = 0; i < f->ask->count; i++)
        if (f->ask->events[i].id == e->voids &&
            (f->ask->events[i].type != CLOCK_VOID || f->ask->events[i].voids == 0))
            return RC_OK;
    return problem_set(f->problem, RC_CONFLICT, "events",
                       "void %" PRId64 " withdraws the event %" PRId64 ", which there is not",
                       e->id, e->voids);
}

/* Known events that are not withdrawn, sorted. Voids of single events have done their work here and
 * are left out. Events not known yet may still be named by a void; they are looked for in the whole
 * list. */
static rc_t choose_events(struct fold *f)
{
    f->events = mem_array(f->ask->count, sizeof(*f->events));
    for (size_t i = 0; i < f->ask->count; i++) {
        const struct clock_event *e = &f->ask->events[i];
        rc_t rc = RC_OK;
        if (!is_known(f, e))
            continue;
        if (e->type == CLOCK_VOID && e->voids != 0)
            rc = check_void(f, e);
        else if (!is_withdrawn(f, e->id))
            f->events[f->count++] = *e;
        if (rc != RC_OK)
            return rc;
    }
    qsort(f->events, f->count, sizeof(*f->events), event_order);
    return RC_OK;
}

/* ---- applying ---- */

/* The pause takes its own day; until it ends, `to` is open. */
static void on_pause(struct fold *f, int32_t day)
{
    struct clock_state *s = &f->state;
    s->pauses = mem_grow(s->pauses, &f->cap, s->pause_count + 1, sizeof(*s->pauses));
    s->pauses[s->pause_count++] = (struct clock_pause){ .from = day, .to = day, .open = true };
}

/* The day of the resumption counts again, so the pause ended on the day before. Paused and resumed
 * on one day leaves `to` before `from`, a pause of no days. */
static void end_pause(struct clock_state *s, int32_t day)
{
    struct clock_pause *last = &s->pauses[s->pause_count - 1];
    last->to = day - 1;
    last->open = false;
}

/* An agreed day has taken earlier pauses into account; one that lasts goes on from here. Only the
 * open pause is kept, and it restarts on the day of the agreement, so that no day counts twice. */
static void on_retarget(struct clock_state *s, const struct clock_event *e, int32_t day)
{
    bool open = s->status == CLOCK_PAUSED;
    s->target = e->target;
    s->pause_count = open ? 1 : 0;
    if (open)
        s->pauses[0] = (struct clock_pause){ .from = day, .to = day, .open = true };
}

/* Let one event happen; the caller has checked that it may. A stop during a pause ends the pause
 * too, or the paused days would grow for ever. */
static void apply(struct fold *f, const struct clock_event *e)
{
    struct clock_state *s = &f->state;
    int32_t day = civil_day_of(e->occurred_at, f->ask->zone_minutes);
    bool was_paused = s->status == CLOCK_PAUSED;
    if (e->type == CLOCK_START)
        s->started = day;
    if (e->type == CLOCK_PAUSE)
        on_pause(f, day);
    if (e->type == CLOCK_RETARGET)
        on_retarget(s, e, day);
    if (e->type == CLOCK_STOP)
        s->closed = day;
    if (was_paused && (e->type == CLOCK_RESUME || e->type == CLOCK_STOP))
        end_pause(s, day);
    if (!NEXT[e->type].keeps)
        s->status = NEXT[e->type].to;
}

/* Among the events of one instant, the first that may happen now; `end` when none may. */
static size_t pick(const struct fold *f, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++)
        if (may_happen(&f->state, f->events[i].type))
            return i;
    return end;
}

/* Take the events of one instant in any order that is legal; the one that cannot happen is named.
 * Since the first legal one is taken in a fixed order, the result does not depend on the order of
 * entry. */
static rc_t apply_instant(struct fold *f, size_t from, size_t end)
{
    for (; from < end; from++) {
        size_t next = pick(f, from, end);
        if (next == end)
            return problem_set(f->problem, RC_CONFLICT, "events",
                               "%s %" PRId64 " cannot happen: the clock was %s then",
                               clock_event_word(f->events[from].type), f->events[from].id,
                               clock_status_word(f->state.status));
        struct clock_event e = f->events[next];
        memmove(&f->events[from + 1], &f->events[from], (next - from) * sizeof(e));
        apply(f, &e); /* its place in the list is not looked at again */
    }
    return RC_OK;
}

/* Instant by instant. */
static rc_t apply_all(struct fold *f)
{
    rc_t rc = RC_OK;
    for (size_t from = 0, end; from < f->count && rc == RC_OK; from = end) {
        end = from;
        while (end < f->count && f->events[end].occurred_at == f->events[from].occurred_at)
            end++;
        rc = apply_instant(f, from, end);
    }
    return rc;
}

/* Choose, then apply. Nothing reaches *ret_state before both are through, so a record that
 * contradicts itself leaves it as it was; from then on the list of pauses is the caller's. */
rc_t clock_fold(const struct clock_fold_ask *ask, struct clock_state *ret_state,
                struct problem *problem)
{
    struct fold f = { .ask = ask, .problem = problem };
    f.state = (struct clock_state){
        .status = CLOCK_IDLE, .started = NO_DAY, .closed = NO_DAY, .target = NO_DAY
    };
    rc_t rc = choose_events(&f);
    if (rc == RC_OK)
        rc = apply_all(&f);
    mem_free(f.events);
    if (rc == RC_OK)
        *ret_state = f.state;
    else
        clock_state_fini(&f.state);
    return rc;
}

/* Status and days stay readable; a second call finds nothing to free. */
void clock_state_fini(struct clock_state *self)
{
    mem_free(self->pauses);
    self->pauses = NULL;
    self->pause_count = 0;
}

/* ---- what pauses do to a due day ---- */

/* An open pause counts to the day before `as_of`, as an ended one to the day before its resumption.
 * Pauses follow each other and never overlap, so their days add up. */
int32_t clock_extra_days(const struct clock_state *self, const struct calendar_use *calendar,
                         enum day_basis basis, int32_t as_of)
{
    int32_t extra = 0;
    for (size_t i = 0; i < self->pause_count; i++) {
        const struct clock_pause *p = &self->pauses[i];
        extra += calendar_count(calendar, p->from, p->open ? as_of - 1 : p->to, basis);
    }
    return extra;
}

/* Say what moved the due day. A pause within one day moved nothing and is not mentioned. The same
 * arithmetic as clock_extra_days, pause by pause, so the lines add up to the extension. */
static void prove_pauses(const struct clock_state *self, const struct clock_due_ask *ask,
                         proof_t *proof)
{
    if (self->target != NO_DAY)
        proof_day(proof, WHY_RETARGETED, self->target);
    for (size_t i = 0; proof && i < self->pause_count; i++) {
        const struct clock_pause *p = &self->pauses[i];
        int32_t to = p->open ? ask->as_of - 1 : p->to;
        if (to >= p->from)
            proof_days(proof, WHY_PAUSED, p->from, to,
                       calendar_count(ask->calendar, p->from, to, ask->basis));
    }
}

/* An agreed day replaces the ruled one, and without a paused day it does not roll: people chose it,
 * rest day or not (K5). Paused days are added in the term's own unit. */
bool clock_due(const struct clock_state *self, const struct clock_due_ask *ask, proof_t *proof,
               struct reckoned_day *ret_due)
{
    int32_t base = self->target != NO_DAY ? self->target : ask->due;
    int32_t extra = clock_extra_days(self, ask->calendar, ask->basis, ask->as_of);
    struct day_term term = { .days = extra, .basis = ask->basis, .roll = ask->roll && extra > 0 };
    struct reckoned_day due;
    if (!calendar_add_days(ask->calendar, base, term, &due))
        return false;
    prove_pauses(self, ask, proof);
    if (due.day != base)
        proof_days(proof, WHY_EXTENDED, base, due.day, extra);
    proof_day(proof, WHY_DUE, due.day);
    *ret_due = due;
    return true;
}
