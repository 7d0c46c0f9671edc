/* Plans and checks of the phases. Both ends of a window count (C2), a phase begins on the
 * calendar day after the one before it, and the limit runs by calendar days unless the pack says
 * working days (C5). */
#include "phase.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A limit stated in working days runs in them, whatever is asked. A pack in calendar days may be
 * asked in working days (C5), yet never the other way round. */
static enum day_basis basis_of(const struct pack_phase *phase, enum day_basis asked)
{
    return phase->limit.unit == UNIT_WORKING_DAYS ? BASIS_WORKING : asked;
}

/* A phase's own first day is day one (C2). Without a calendar every weekday works, so that a plan
 * can be made before any notice is there. */
bool phase_due(const struct pack_phase *phase, int32_t from, enum day_basis basis,
               const struct calendar_use *calendar, struct reckoned_day *ret_due)
{
    static const struct calendar_use NONE = { .calendar = NULL, .makeup_works = true };
    struct day_term term = { .days = phase->limit.amount, .count_first_day = true };
    term.basis = basis_of(phase, basis);
    return calendar_add_days(calendar ? calendar : &NONE, from, term, ret_due);
}

/* ---- planning ---- */

/* The actual end of a phase, where it is known. The first of several ends of one phase counts; JSON
 * objects give each key once. */
static bool actual_end(const struct phase_plan_ask *ask, int64_t no, int32_t *ret_day)
{
    for (size_t i = 0; i < ask->end_count; i++) {
        if (ask->ends[i].phase == no) {
            *ret_day = ask->ends[i].day;
            return true;
        }
    }
    return false;
}

/* Where the question names the end of a phase. */
static const char *end_field(int64_t phase, char field[PROBLEM_FIELD_MAX])
{
    snprintf(field, PROBLEM_FIELD_MAX, "actual_ends.%" PRId64, phase);
    return field;
}

/* An end of a phase that does not exist is refused before anything is planned. Only phases of the
 * pack can have ended; unknown ones would be passed over in silence by the planning. */
static rc_t check_ends(const struct phase_plan_ask *ask, struct problem *problem)
{
    for (size_t i = 0; i < ask->end_count; i++) {
        char field[PROBLEM_FIELD_MAX];
        if (!pack_phase(ask->pack, ask->ends[i].phase))
            return problem_set(problem, RC_INVALID, end_field(ask->ends[i].phase, field),
                               "pack %s has no phase %" PRId64, ask->pack->name,
                               ask->ends[i].phase);
    }
    return RC_OK;
}

/* One phase, as planned, as it ended or as it is checked. */
static void prove_phase(enum proof_why why, const struct pack_phase *phase, int32_t from,
                        int32_t to, proof_t *proof)
{
    struct proof_step step = {
        .why = why, .source = FROM_CLAUSE, .when = WHEN_DAY, .has_to = true
    };
    snprintf(step.ref, sizeof(step.ref), "%.60s", phase->clause);
    snprintf(step.name, sizeof(step.name), "%.90s", phase->name);
    step.from = from;
    step.to = to;
    step.n = phase->no;
    step.m = phase->limit.amount;
    proof_add(proof, &step);
}

/* Window of one phase. An actual end may lie before or after the limit, never before the beginning.
 * The provisional mark comes from the limit and stays also with an actual end, since `due` is shown
 * beside it. */
static rc_t plan_row(const struct phase_plan_ask *ask, int32_t from, struct phase_plan_row *ret,
                     struct problem *problem)
{
    struct reckoned_day due;
    if (!phase_due(ret->phase, from, ask->basis, ask->calendar, &due))
        return problem_set(problem, RC_INVALID, "start", "phase %d ends out of range",
                           (int)ret->phase->no);
    ret->from = from;
    ret->due = due.day;
    ret->to = due.day;
    ret->provisional = due.provisional;
    ret->actual = actual_end(ask, ret->phase->no, &ret->to);
    char field[PROBLEM_FIELD_MAX];
    if (ret->to < from || ret->to >= DAY_MAX)
        return problem_set(problem, RC_INVALID,
                           ret->actual ? end_field(ret->phase->no, field) : "start",
                           "phase %d cannot end before it begins", (int)ret->phase->no);
    return RC_OK;
}

/* Last day of the plan that the pack itself states; NO_DAY when it states none. The latest window's
 * end, as the document may list its windows in any order. */
static int32_t plan_end(const struct pack *pack)
{
    int32_t end = NO_DAY;
    for (size_t i = 0; i < pack->plan.count; i++)
        if (pack->plan.rows[i].to > end)
            end = pack->plan.rows[i].to;
    return end;
}

/* Rows follow each other: an actual end moves all later phases, a planned one the limit does. The
 * pack's check holds phases to PHASES_MAX, so the rows fit. */
rc_t phase_plan_make(const struct phase_plan_ask *ask, proof_t *proof, struct phase_plan *ret_plan,
                     struct problem *problem)
{
    struct phase_plan plan = { .count = ask->pack->phases.count };
    int32_t from = ask->start;
    rc_t rc = check_ends(ask, problem);
    if (rc == RC_OK && plan.count == 0)
        rc = problem_set(problem, RC_REFUSED, "pack", "pack %s has no phases", ask->pack->name);
    for (size_t i = 0; i < plan.count && rc == RC_OK; i++) {
        plan.rows[i].phase = &ask->pack->phases.rows[i];
        rc = plan_row(ask, from, &plan.rows[i], problem);
        from = plan.rows[i].to + 1;
        if (rc == RC_OK)
            prove_phase(plan.rows[i].actual ? WHY_PHASE_ACTUAL : WHY_PHASE, plan.rows[i].phase,
                        plan.rows[i].from, plan.rows[i].to, proof);
    }
    if (rc != RC_OK)
        return rc;
    plan.has_slip = plan_end(ask->pack) != NO_DAY;
    plan.slip_days = plan.has_slip ? plan.rows[plan.count - 1].to - plan_end(ask->pack) : 0;
    if (plan.has_slip)
        proof_numbers(proof, WHY_SLIP, NULL, plan.slip_days, 0);
    *ret_plan = plan;
    return RC_OK;
}

/* ---- checking windows ---- */

/* Where the question names a part of a window. */
static const char *window_field(size_t index, const char *part, char field[PROBLEM_FIELD_MAX])
{
    snprintf(field, PROBLEM_FIELD_MAX, "windows[%zu].%s", index, part);
    return field;
}

/* How long a window is, and by how much too long. The window itself comes first, then the count,
 * then by how much it is too long: the order in which one would check it by hand. */
static void prove_window(const struct phase_window *w, const struct window_ruling *r,
                         proof_t *proof)
{
    prove_phase(WHY_PHASE, r->phase, w->from, w->to, proof);
    proof_days(proof, WHY_DAYS_COUNTED, w->from, w->to, r->days);
    if (r->over > 0)
        proof_numbers(proof, WHY_OVER_LIMIT, r->phase->clause, r->over, r->limit);
}

/* One window against its phase's limit, counting its first day or not as asked. With the first day
 * left out the window's days shrink by one and the limit's last day moves on by one: both follow
 * from count_first_day, so the two always agree (C2). */
static rc_t check_window(const struct phase_check_ask *ask, size_t index, struct window_ruling *ret,
                         struct problem *problem)
{
    const struct phase_window *w = &ask->windows[index];
    struct reckoned_day last;
    char field[PROBLEM_FIELD_MAX];
    ret->phase = pack_phase(ask->pack, w->phase);
    if (!ret->phase)
        return problem_set(problem, RC_INVALID, window_field(index, "phase", field),
                           "pack %s has no phase %" PRId64, ask->pack->name, w->phase);
    if (w->from > w->to || w->from < DAY_MIN || w->to > DAY_MAX)
        return problem_set(problem, RC_INVALID, window_field(index, "to", field),
                           "a window must not end before it begins");
    enum day_basis basis = basis_of(ret->phase, BASIS_CALENDAR);
    struct day_term term = { ret->phase->limit.amount, basis, ask->count_first_day, false };
    if (!calendar_add_days(ask->calendar, w->from, term, &last))
        return problem_set(problem, RC_INVALID, window_field(index, "from", field),
                           "a window is out of range");
    int32_t first = ask->count_first_day ? w->from : w->from + 1;
    ret->days = calendar_count(ask->calendar, first, w->to, basis);
    ret->working_days = calendar_count(ask->calendar, w->from, w->to, BASIS_WORKING);
    ret->limit = ret->phase->limit.amount;
    ret->over = ret->days > ret->limit ? ret->days - ret->limit : 0;
    ret->last_day = last.day;
    return RC_OK;
}

/* Days that no window, or more than one, covers: each window against the days covered before it,
 * the windows taken in order of their first day. Picking the next window by its first day is
 * quadratic in at most PHASES_MAX windows, and needs no copy to sort. */
static void measure_gaps(const struct phase_check_ask *ask, struct phase_check *check)
{
    int32_t first = INT32_MAX;
    int32_t end = INT32_MIN; /* last day covered so far */
    bool used[PHASES_MAX] = { false };
    for (size_t n = 0; n < ask->count; n++) {
        size_t next = ask->count;
        for (size_t i = 0; i < ask->count; i++)
            if (!used[i] && (next == ask->count || ask->windows[i].from < ask->windows[next].from))
                next = i;
        const struct phase_window *w = &ask->windows[next];
        used[next] = true;
        first = n == 0 ? w->from : first;
        if (n > 0 && w->from > end + 1)
            check->gaps += w->from - end - 1;
        if (n > 0 && w->from <= end)
            check->overlaps += (w->to < end ? w->to : end) - w->from + 1;
        end = w->to > end ? w->to : end;
    }
    check->span_days = ask->count > 0 ? end - first + 1 : 0;
}

/* Where `as_of` stands: in the window that holds it, else in the last one that began before it.
 * `day` may exceed `of`: work that runs on past its plan is on day of+1. */
static void find_position(const struct phase_check_ask *ask, struct phase_check *check)
{
    size_t at = ask->count;
    for (size_t i = 0; i < ask->count; i++) {
        bool begun = ask->windows[i].from <= ask->as_of;
        if (begun && (at == ask->count || ask->windows[i].from >= ask->windows[at].from))
            at = i;
    }
    if (ask->as_of == NO_DAY || at == ask->count)
        return;
    const struct phase_window *w = &ask->windows[at];
    struct phase_position *p = &check->position;
    p->known = true;
    p->phase = w->phase;
    p->day = ask->as_of - w->from + 1;
    p->of = w->to - w->from + 1;
    p->over_plan = ask->as_of > w->to ? ask->as_of - w->to : 0;
    p->over_limit =
        ask->as_of > check->rows[at].last_day ? ask->as_of - check->rows[at].last_day : 0;
}

/* The answer is filled in a local copy and handed over whole. Sums run over windows as given, also
 * where these overlap: gaps and overlaps are told apart. */
rc_t phase_check_windows(const struct phase_check_ask *ask, proof_t *proof,
                         struct phase_check *ret_check, struct problem *problem)
{
    struct phase_check check = { .count = ask->count };
    if (ask->count > PHASES_MAX)
        return problem_set(problem, RC_INVALID, "windows", "at most %d windows are checked at once",
                           PHASES_MAX);
    for (size_t i = 0; i < ask->count; i++) {
        rc_t rc = check_window(ask, i, &check.rows[i], problem);
        if (rc != RC_OK)
            return rc;
        prove_window(&ask->windows[i], &check.rows[i], proof);
        check.days += check.rows[i].days;
        check.working_days += check.rows[i].working_days;
        check.limit += check.rows[i].limit;
    }
    measure_gaps(ask, &check);
    find_position(ask, &check);
    *ret_check = check;
    return RC_OK;
}

/* The first gate that ends the phase and sends back decides; gates without a way back are passed
 * over. */
int64_t phase_returns_to(const struct pack *pack, int64_t no)
{
    for (size_t i = 0; i < pack->gates.count; i++)
        if (pack->gates.rows[i].ends == no && pack->gates.rows[i].returns_to > 0)
            return pack->gates.rows[i].returns_to;
    return 0;
}
