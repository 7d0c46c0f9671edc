/* Kind "phase": sections `phases` and `plan`, rules phase.plan and phase.check. The one makes
 * windows from limits, the other judges windows that are given. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "jsonx.h"
#include "pack_reader.h"
#include "parse.h"
#include "phase.h"
#include "rule_io.h"

#define ROW(type, key, member, read, need)                                                         \
    {                                                                                              \
        key, read, offsetof(struct type, member), need                                             \
    }

/* {no: 1, name: …, within: 14 days, documents: […], clause: …} */
static const struct field PHASE_FIELDS[] = {
    ROW(pack_phase, "clause", clause, read_text, FIELD_REQUIRED),
    ROW(pack_phase, "no", no, read_count, FIELD_REQUIRED),
    ROW(pack_phase, "name", name, read_text, FIELD_REQUIRED),
    ROW(pack_phase, "within", limit, read_within, FIELD_REQUIRED),
    ROW(pack_phase, "documents", documents, read_texts, FIELD_OPTIONAL),
};
static const struct row_shape PHASE = ROW_SHAPE("phase", PHASE_FIELDS, struct pack_phase);

/* In order of their numbers, which the check enforces: planning goes by index. */
static rc_t read_phases(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &PHASE, out);
}

/* {phase: 1, from: 2030-03-01, to: 2030-03-14, clause: …}: the document's own plan. */
static const struct field WINDOW_FIELDS[] = {
    ROW(pack_window, "clause", clause, read_text, FIELD_REQUIRED),
    ROW(pack_window, "phase", phase, read_count, FIELD_REQUIRED),
    ROW(pack_window, "from", from, read_date, FIELD_REQUIRED),
    ROW(pack_window, "to", to, read_date, FIELD_REQUIRED),
};
static const struct row_shape WINDOW = ROW_SHAPE("window", WINDOW_FIELDS, struct pack_window);

/* The document's own windows; a pack may state a plan for some phases only. */
static rc_t read_plan(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &WINDOW, out);
}

/* ---- checking ---- */

/* Numbered from 1 without gaps, since plans and gates go by number. Minutes and months are refused:
 * phases are planned day by day, both ends counted (C2). */
static rc_t check_phase(struct pack_reader *reader, const struct pack_phase *p, size_t index)
{
    if (index == PHASES_MAX)
        return reader_refuse(reader, &p->at, "a pack has at most %d phases", PHASES_MAX);
    if (p->no != (int64_t)index + 1)
        return reader_refuse(reader, &p->at, "phase number must be %zu: phases are numbered from 1",
                             index + 1);
    if (p->limit.unit != UNIT_DAYS && p->limit.unit != UNIT_WORKING_DAYS)
        return reader_refuse(reader, &p->at,
                             "the limit of a phase must be in days or working days");
    return RC_OK;
}

/* A plan that exceeds the document's own limit is a finding about the document, so it warns and
 * does not refuse. */
static rc_t check_window(struct pack_reader *reader, const struct pack *pack,
                         const struct pack_window *w)
{
    const struct pack_phase *phase = pack_phase(pack, w->phase);
    if (!phase)
        return reader_refuse(reader, &w->at, "there is no phase %d", (int)w->phase);
    if (w->from > w->to)
        return reader_refuse(reader, &w->at, "the window ends before it begins");
    if (phase->limit.unit == UNIT_DAYS && w->to - w->from + 1 > phase->limit.amount)
        reader_warn(reader, &w->at, "the plan gives phase %d %d days, its limit is %d",
                    (int)w->phase, (int)(w->to - w->from + 1), (int)phase->limit.amount);
    return RC_OK;
}

/* Windows last, because they refer to phases by number. */
static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    rc_t rc = RC_OK;
    for (size_t i = 0; i < pack->phases.count && rc == RC_OK; i++)
        rc = check_phase(reader, &pack->phases.rows[i], i);
    for (size_t i = 0; i < pack->plan.count && rc == RC_OK; i++)
        rc = check_window(reader, pack, &pack->plan.rows[i]);
    return rc;
}

static const struct field SECTIONS[] = {
    { "phases", read_phases, offsetof(struct pack, phases), FIELD_OPTIONAL },
    { "plan", read_plan, offsetof(struct pack, plan), FIELD_OPTIONAL },
    SECTIONS_END,
};

/* ---- phase.plan ---- */

/* `basis` is calendar unless asked otherwise (C5). */
static const struct fact_row PLAN_FACTS[] = {
    { "pack", FACT_TEXT, true },     { "start", FACT_DATE, true },
    { "basis", FACT_TEXT, false },   { "actual_ends", FACT_MAP, false },
    { "readings", FACT_MAP, false }, FACTS_END
};

/* Keys are phase numbers as text, as JSON wants them. Keys that are no number are refused here,
 * numbers without a phase by the planning: each where it is known. */
static rc_t take_ends(const pack_t *pack, const json_t *object, struct phase_end *out,
                      size_t *ret_count, struct problem *problem)
{
    json_t *ends = (json_t *)(uintptr_t)object;
    size_t n = 0;
    for (void *it = json_object_iter(ends); it; it = json_object_iter_next(ends, it)) {
        char field[PROBLEM_FIELD_MAX];
        snprintf(field, sizeof(field), "actual_ends.%.64s", json_object_iter_key(it));
        if (n == PHASES_MAX || !parse_i64(json_object_iter_key(it), &out[n].phase))
            return problem_set(problem, RC_INVALID, field, "a key of actual_ends must be a phase");
        rc_t rc = io_day(pack, json_object_iter_value(it), field, &out[n].day, problem);
        if (rc != RC_OK)
            return rc;
        n++;
    }
    *ret_count = n;
    return RC_OK;
}

/* `slip_days` is null where the pack states no plan to slip from. */
static void write_plan(const struct phase_plan *plan, json_t *result)
{
    json_t *list = json_array();
    for (size_t i = 0; i < plan->count; i++) {
        json_t *row = json_object();
        json_object_set_new(row, "phase", json_integer(plan->rows[i].phase->no));
        json_object_set_new(row, "name", json_string(plan->rows[i].phase->name));
        io_set_day(row, "from", plan->rows[i].from);
        io_set_day(row, "to", plan->rows[i].to);
        io_set_day(row, "due", plan->rows[i].due);
        json_array_append_new(list, row);
    }
    json_object_set_new(result, "phases", list);
    json_object_set_new(result, "slip_days",
                        plan->has_slip ? json_integer(plan->slip_days) : json_null());
}

/* The basis is a question's choice, except where the limit itself speaks of working days (C5). The
 * proof is told by the plan, row by row. */
static rc_t plan(const struct eval_env *env, const json_t *input, json_t *result, proof_t *proof,
                 struct problem *problem)
{
    struct phase_end ends[PHASES_MAX];
    struct phase_plan made;
    struct phase_plan_ask ask = { .ends = ends, .basis = BASIS_CALENDAR };
    rc_t rc = io_pack(env, input, &ask.pack, problem);
    if (rc == RC_OK)
        rc = io_day(ask.pack, json_object_get(input, "start"), "start", &ask.start, problem);
    if (rc == RC_OK && json_object_get(input, "basis"))
        rc = io_basis(input, "basis", &ask.basis, problem);
    if (rc == RC_OK)
        rc = io_readings_checked(ask.pack, input, problem);
    if (rc == RC_OK)
        rc = take_ends(ask.pack, json_object_get(input, "actual_ends"), ends, &ask.end_count,
                       problem);
    if (rc != RC_OK)
        return rc;
    struct calendar_use use = io_calendar(env, ask.pack);
    ask.calendar = &use;
    rc = phase_plan_make(&ask, proof, &made, problem);
    if (rc == RC_OK)
        write_plan(&made, result);
    return rc;
}

/* ---- phase.check ---- */

/* `count_first_day` is true unless asked otherwise (C2). */
static const struct fact_row CHECK_FACTS[] = {
    { "pack", FACT_TEXT, true },     { "windows", FACT_LIST, true },
    { "as_of", FACT_DATE, false },   { "count_first_day", FACT_BOOL, false },
    { "readings", FACT_MAP, false }, FACTS_END
};

/* One window of the question. */
static rc_t take_window(const pack_t *pack, const json_t *object, struct phase_window *ret,
                        struct problem *problem)
{
    static const char *const KNOWN[] = { "phase", "from", "to", NULL };
    rc_t rc = json_typeof(object) == JSON_OBJECT
                  ? jsonx_only(object, KNOWN, problem)
                  : problem_set(problem, RC_INVALID, "", "a window must be an object");
    if (rc == RC_OK)
        rc = jsonx_int_field(object, "phase", JSON_REQUIRED, 1, PHASES_MAX, &ret->phase, problem);
    if (rc == RC_OK)
        rc = io_day(pack, json_object_get(object, "from"), "from", &ret->from, problem);
    return rc == RC_OK ? io_day(pack, json_object_get(object, "to"), "to", &ret->to, problem) : rc;
}

/* A window is named by its place, for several may be of one phase. The bound is checked before
 * anything is written into the fixed array. */
static rc_t take_windows(const pack_t *pack, const json_t *list, struct phase_window *out,
                         size_t *ret_count, struct problem *problem)
{
    size_t count = json_array_size(list);
    rc_t rc = count <= PHASES_MAX
                  ? RC_OK
                  : problem_set(problem, RC_INVALID, "windows",
                                "at most %d windows are checked at once", PHASES_MAX);
    for (size_t i = 0; i < count && rc == RC_OK; i++) {
        struct problem why = { .rc = RC_OK };
        char where[32];
        snprintf(where, sizeof(where), "windows[%zu]", i);
        if (take_window(pack, json_array_get(list, i), &out[i], &why) != RC_OK)
            rc = io_inside(problem, where, &why);
    }
    if (rc == RC_OK)
        *ret_count = count;
    return rc;
}

/* One row of the answer. */
static json_t *window_json(const struct window_ruling *r)
{
    json_t *row = json_object();
    json_object_set_new(row, "phase", json_integer(r->phase->no));
    json_object_set_new(row, "days", json_integer(r->days));
    json_object_set_new(row, "working_days", json_integer(r->working_days));
    json_object_set_new(row, "limit", json_integer(r->limit));
    json_object_set_new(row, "over", json_integer(r->over));
    io_set_day(row, "last_day", r->last_day);
    return row;
}

/* null before the first window. `percent` is of the window's days and may pass 100 when the work
 * runs on. */
static json_t *position_json(const struct phase_position *p)
{
    if (!p->known)
        return json_null();
    json_t *position = json_object();
    json_object_set_new(position, "phase", json_integer(p->phase));
    json_object_set_new(position, "day", json_integer(p->day));
    json_object_set_new(position, "of", json_integer(p->of));
    json_object_set_new(position, "percent", io_percent(p->day, p->of));
    json_object_set_new(position, "over_plan", json_integer(p->over_plan));
    json_object_set_new(position, "over_limit", json_integer(p->over_limit));
    return position;
}

/* `position` is left out, and not null, where nobody asked for it; null says that as_of lies before
 * every window. */
static void write_check(const struct phase_check *check, bool with_position, json_t *result)
{
    json_t *list = json_array();
    for (size_t i = 0; i < check->count; i++)
        json_array_append_new(list, window_json(&check->rows[i]));
    json_object_set_new(result, "phases", list);
    json_object_set_new(result, "totals",
                        json_pack("{s:i, s:i, s:i}", "days", check->days, "working_days",
                                  check->working_days, "limit", check->limit));
    json_object_set_new(result, "gaps", json_integer(check->gaps));
    json_object_set_new(result, "overlaps", json_integer(check->overlaps));
    json_object_set_new(result, "span_days", json_integer(check->span_days));
    if (with_position)
        json_object_set_new(result, "position", position_json(&check->position));
}

/* A position is wanted only when as_of is given; the facts table has checked that it is a date, so
 * io_fact_day cannot fail here. */
static rc_t check_rule(const struct eval_env *env, const json_t *input, json_t *result,
                       proof_t *proof, struct problem *problem)
{
    struct phase_window windows[PHASES_MAX];
    struct phase_check checked;
    const json_t *as_of = json_object_get(input, "as_of");
    const json_t *first = json_object_get(input, "count_first_day");
    struct phase_check_ask ask = { .windows = windows, .as_of = NO_DAY };
    bool with_position = !jsonx_is_absent(as_of);
    ask.count_first_day = !json_is_false(first);
    rc_t rc = io_pack(env, input, &ask.pack, problem);
    if (rc == RC_OK)
        rc = io_readings_checked(ask.pack, input, problem);
    if (rc == RC_OK)
        rc =
            take_windows(ask.pack, json_object_get(input, "windows"), windows, &ask.count, problem);
    if (rc != RC_OK)
        return rc;
    struct calendar_use use = io_calendar(env, ask.pack);
    ask.calendar = &use;
    ask.as_of = io_fact_day(ask.pack, input, "as_of");
    rc = phase_check_windows(&ask, proof, &checked, problem);
    if (rc == RC_OK)
        write_check(&checked, with_position, result);
    return rc;
}

static const struct rule_row RULES[] = {
    { "phase.plan", plan, true, PLAN_FACTS },
    { "phase.check", check_rule, true, CHECK_FACTS },
    RULES_END,
};

const struct kind PHASE_KIND = {
    .name = "phase", .sections = SECTIONS, .check = check, .rules = RULES
};
