/* Each moment of recording is folded by itself. That costs a fold per record, and in return a
 * version depends on nothing but what was known then. */
#include "clock_history.h"

#include <stdlib.h>
#include <string.h>

#include "civil.h"
#include "memory.h"
#include "pack.h"

/* Ascending. Compared and not subtracted, since the difference of two instants may not fit. */
static int instant_order(const void *left, const void *right)
{
    int64_t a, b;
    memcpy(&a, left, sizeof(a));
    memcpy(&b, right, sizeof(b));
    return (a > b) - (a < b);
}

/* Distinct moments of recording that are known, in order. At most CLOCK_EVENTS_MAX of them; several
 * records of one moment make one version. */
static size_t take_moments(const struct clock_history_ask *ask, int64_t out[CLOCK_EVENTS_MAX])
{
    size_t n = 0;
    size_t distinct = 0;
    for (size_t i = 0; i < ask->count; i++)
        if (ask->events[i].recorded_at <= ask->known_at)
            out[n++] = ask->events[i].recorded_at;
    qsort(out, n, sizeof(*out), instant_order);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || out[i] != out[distinct - 1])
            out[distinct++] = out[i];
    return distinct;
}

/* The ruling as known at one moment. RC_CONFLICT while the record contradicts itself. With `as_of`
 * left open each version counts an open pause to its own day: what was ruled then, not what would
 * be ruled now. */
static rc_t rule_at(const struct clock_history_ask *ask, int64_t moment, proof_t *proof,
                    struct clock_version *ret, struct problem *problem)
{
    struct clock_fold_ask fold = { ask->events, ask->count, ask->zone_minutes, moment };
    struct clock_due_ask due = ask->due;
    struct clock_state state;
    rc_t rc = clock_fold(&fold, &state, problem);
    if (rc != RC_OK)
        return rc;
    if (due.as_of == NO_DAY)
        due.as_of = civil_day_of(moment, ask->zone_minutes);
    *ret = (struct clock_version){ moment, NO_INSTANT, state.status, { due.due, false } };
    if (!clock_due(&state, &due, proof, &ret->due))
        rc = problem_set(problem, RC_INVALID, "events", "the due day is out of range");
    clock_state_fini(&state);
    return rc;
}

/* Whether two versions say the same. The moment itself does not matter: a record that moves nothing
 * is no ruling. */
static bool says_same(const struct clock_version *a, const struct clock_version *b)
{
    return a->status == b->status && a->due.day == b->due.day &&
           a->due.provisional == b->due.provisional;
}

/* Append a version unless it says what the one before it says; it supersedes that one. */
static void append(struct clock_version *rows, size_t *count, const struct clock_version *next)
{
    if (*count > 0 && says_same(&rows[*count - 1], next))
        return;
    if (*count > 0)
        rows[*count - 1].superseded_at = next->known_from;
    rows[(*count)++] = *next;
}

/* Only the last moment may fail by contradiction: before it, a record may have come in the wrong
 * order and been healed by a later one. The proof is of the last version, which is what stands. */
rc_t clock_history(const struct clock_history_ask *ask, proof_t *proof,
                   struct clock_version **ret_rows, size_t *ret_count, struct problem *problem)
{
    int64_t moments[CLOCK_EVENTS_MAX];
    size_t count = 0;
    rc_t rc = RC_OK;
    if (ask->count == 0 || ask->count > CLOCK_EVENTS_MAX)
        return problem_set(problem, RC_INVALID, "events", "1 to %d events make a history",
                           CLOCK_EVENTS_MAX);
    size_t known = take_moments(ask, moments);
    struct clock_version *rows = mem_array(known, sizeof(*rows));
    for (size_t i = 0; i < known && rc == RC_OK; i++) {
        bool last = i + 1 == known;
        struct problem why = { .rc = RC_OK };
        struct clock_version version;
        rc = rule_at(ask, moments[i], last ? proof : NULL, &version, &why);
        if (rc == RC_OK)
            append(rows, &count, &version);
        else if (rc == RC_CONFLICT && !last)
            rc = RC_OK; /* the record was not whole yet: what stood stands */
        else
            (void)problem_set(problem, rc, why.field, "%s", why.text);
    }
    if (rc != RC_OK) {
        mem_free(rows);
        return rc;
    }
    *ret_rows = rows;
    *ret_count = count;
    return RC_OK;
}
