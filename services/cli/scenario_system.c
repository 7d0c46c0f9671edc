/* The life of one system: phase after phase at the pace its rows name, assessments at the ends of
 * the phases that have one, findings fixed some days later, documents some days after their phase.
 * Everything is a day reckoned from the start, so moving one start moves a whole life. */
#include "scenario_system.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "civil.h"
#include "work_days.h"

/* Numbers of phases as the procedure counts them, from 1. */
enum { PHASES = 7, PHASE_ASSESS = 4, PHASE_REMEDIATE = 5, PHASE_RECHECK = 6 };

/* Order of what happens on one day. */
enum rank {
    RANK_OPEN,
    RANK_PAUSE,
    RANK_FIX,
    RANK_VERIFY,
    RANK_ASSESS,
    RANK_SUBMIT,
    RANK_APPROVE,
    RANK_DOCUMENT,
    RANK_SIGN,
};

/* What the rows together say of one system. */
struct life {
    struct actions *actions;
    const json_t *story, *contract, *said;
    int serial;
    struct work_days days; /* on which its work gets on */
};

/* Every action of a life names its contract and system, and runs in the lane of the system's
 * serial number. */
static void add(const struct life *life, const char *service, const char *op, int32_t on,
                enum rank rank, json_t *args)
{
    json_object_set(args, "contract", (json_t *)(uintptr_t)life->contract);
    json_object_set_new(args, "serial", json_integer(life->serial));
    actions_add(life->actions, (struct action){ .service = service, .op = op, .args = args, .lane = life->serial,
                                                .on = on, .rank = (int)rank });
}

/* The arguments of an action begin with the day it happened on; the services do not take it from
 * their clock. */
static json_t *dated(int32_t on)
{
    char date[DATE_TEXT];
    return json_pack("{s:s}", "on", civil_format_date(on, date));
}

/* Phases are named by number (1 to 7) within the system's running cycle. */
static json_t *phase_args(int phase, int32_t on)
{
    json_t *args = dated(on);
    json_object_set_new(args, "number", json_integer(phase));
    return args;
}

/* By value: teams are texts, serials whole numbers. */
static bool names(const json_t *list, const json_t *value)
{
    size_t i;
    const json_t *entry;
    json_array_foreach(list, i, entry)
    {
        if (json_equal(entry, value))
            return true;
    }
    return false;
}

/* All rows that name the system by team or serial, laid over each other. */
static json_t *collect(const json_t *story, const json_t *system)
{
    json_t *said = json_object();
    size_t i;
    const json_t *row;
    json_array_foreach(json_object_get(story, "systems"), i, row)
    {
        if (names(json_object_get(row, "teams"), json_object_get(system, "team")) ||
            names(json_object_get(row, "serials"), json_object_get(system, "serial")))
            json_object_update(said, (json_t *)(uintptr_t)row);
    }
    return said;
}

/* A suspension is of days, not of a phase: what stops the work (a move, a freeze) does not ask how far it
 * is. So its days stand however late earlier phases are, and the phase that is under way on the first of
 * them is the one that is told of it. Both 0 for a system that is never suspended. */
static void read_suspension(const json_t *said, int32_t *ret_from, int32_t *ret_to)
{
    const json_t *row = json_object_get(said, "suspended");
    int32_t from, to;
    *ret_from = *ret_to = 0;
    if (!row || !civil_parse_date(json_string_value(json_object_get(row, "from")), &from) ||
        !civil_parse_date(json_string_value(json_object_get(row, "to")), &to))
        return;
    *ret_from = from;
    *ret_to = to;
}

/* Tell phase `phase`, under way from `start` to `end`, of the suspension that falls into it. One that began
 * before the work did stops it on its first day; one that is over by then is of no concern. */
static void suspend(const struct life *life, int phase, int32_t start, int32_t end)
{
    int32_t from = life->days.stopped > start ? life->days.stopped : start;
    int32_t to = life->days.resumed;
    bool begun_before = phase > 1 && life->days.stopped < start;
    if (to == 0 || begun_before || from > end || to < from)
        return;
    const struct {
        const char *op;
        int32_t on;
    } steps[] = { { "phase.suspend", from }, { "phase.resume", to } };
    for (size_t i = 0; i < 2; i++) {
        json_t *args = phase_args(phase, steps[i].on);
        json_object_set(args, "note", json_object_get(json_object_get(life->said, "suspended"), "note"));
        add(life, "mlps.lifecycle", steps[i].op, steps[i].on, RANK_PAUSE, args);
    }
}

/* As assessment.record takes them: when a finding is fixed is the story's affair and comes as an
 * action of its own. */
static json_t *finding_rows(const json_t *set)
{
    json_t *rows = json_array();
    size_t i;
    const json_t *row;
    json_array_foreach(set, i, row)
    {
        json_t *copy = json_copy((json_t *)(uintptr_t)row);
        json_object_del(copy, "fixed");
        json_array_append_new(rows, copy);
    }
    return rows;
}

/* The score and what was found, on the last day of the phase it belongs to. */
static void assess(const struct life *life, int phase, int32_t on, const json_t *score,
                   const json_t *set)
{
    json_t *args = phase_args(phase, on);
    json_object_set(args, "score", (json_t *)(uintptr_t)score);
    if (set)
        json_object_set_new(args, "findings", finding_rows(set));
    add(life, "mlps.lifecycle", "assessment.record", on, RANK_ASSESS, args);
}

/* Findings are fixed after so many days of work since the assessment, and verified at the re-check when there
 * was one. */
static void fix_findings(const struct life *life, const json_t *set, int32_t assessed, int32_t recheck)
{
    size_t i;
    const json_t *row;
    json_array_foreach(set, i, row)
    {
        json_t *code = json_object_get(row, "code");
        int32_t after = (int32_t)json_integer_value(json_object_get(row, "fixed"));
        int32_t fixed = work_days_end(&life->days, assessed + 1, after);
        if (after == 0)
            continue;
        json_t *args = dated(fixed);
        json_object_set(args, "code", code);
        add(life, "mlps.lifecycle", "finding.fix", fixed, RANK_FIX, args);
        if (recheck < fixed)
            continue;
        args = dated(recheck);
        json_object_set(args, "code", code);
        json_object_set_new(args, "ok", json_true());
        add(life, "mlps.lifecycle", "finding.verify", recheck, RANK_VERIFY, args);
    }
}

/* Submitted and approved on one day: waiting for an approval is not part of this story. */
static void submit(const struct life *life, int phase, int32_t on)
{
    char key[8];
    snprintf(key, sizeof(key), "%d", phase);
    json_t *args = phase_args(phase, on);
    json_t *documents = json_object_get(json_object_get(life->story, "documents"), key);
    if (documents)
        json_object_set(args, "documents", documents);
    add(life, "mlps.lifecycle", "phase.submit", on, RANK_SUBMIT, args);
    add(life, "mlps.lifecycle", "phase.approve", on, RANK_APPROVE, phase_args(phase, on));
}

/* Accepted and signed on the same day when a day is given: the two steps have the same rank, and
 * the order of making keeps them apart. */
void document_actions(struct actions *actions, const struct document *doc)
{
    static const struct {
        const char *op, *person;
        enum rank rank;
    } STEPS[] = { { "deliverable.submit", "by", RANK_DOCUMENT }, { "deliverable.accept", "signer", RANK_SIGN },
                  { "deliverable.sign", "signer", RANK_SIGN } };
    for (size_t i = 0; i < (doc->signed_on ? 3 : 1); i++) {
        int32_t on = i == 0 ? doc->submitted : doc->signed_on;
        json_t *args = dated(on);
        json_object_set(args, "contract", (json_t *)(uintptr_t)doc->contract);
        json_object_set(args, "clause", json_object_get(doc->row, "clause"));
        json_object_set(args, "by", json_object_get(doc->row, STEPS[i].person));
        if (doc->lane != LANE_CONTRACT)
            json_object_set_new(args, "serial", json_integer(doc->lane));
        actions_add(actions, (struct action){ .service = "mlps.delivery", .op = STEPS[i].op, .args = args,
                                              .lane = doc->lane, .on = on, .rank = (int)STEPS[i].rank });
    }
}

/* Days are counted from the end of the phase that the document belongs to; `except` lists the
 * systems whose document is missing, which the story needs to have something overdue. */
static void documents_after(const struct life *life, int phase, int32_t end)
{
    size_t i;
    const json_t *row;
    json_array_foreach(json_object_get(life->story, "deliverables"), i, row)
    {
        json_t *serial = json_integer(life->serial);
        bool left_out = names(json_object_get(row, "except"), serial);
        json_decref(serial);
        if (left_out || json_integer_value(json_object_get(row, "phase")) != phase)
            continue;
        int32_t submitted = end + (int32_t)json_integer_value(json_object_get(row, "submitted"));
        int32_t later = (int32_t)json_integer_value(json_object_get(row, "signed"));
        struct document doc = { row, life->contract, life->serial, submitted,
                                later ? submitted + later : 0 };
        document_actions(life->actions, &doc);
    }
}

/* Days phase `phase` took; 0 when the system is still in it. */
static int32_t took(const struct life *life, int phase)
{
    const char *pace = json_string_value(json_object_get(life->said, "pace"));
    const json_t *days = json_object_get(json_object_get(life->story, "paces"), pace ? pace : "");
    return (int32_t)json_integer_value(json_array_get(days, (size_t)phase - 1));
}

/* By the name that the system's rows give; a system without one has nothing found. */
static const json_t *finding_set(const struct life *life)
{
    const char *name = json_string_value(json_object_get(life->said, "findings"));
    return json_object_get(json_object_get(life->story, "findings"), name ? name : "");
}

/* Last day of a phase that begins on `from`; both ends count. */
static int32_t phase_end(const struct life *life, int phase, int32_t from)
{
    return work_days_end(&life->days, from, took(life, phase));
}

/* End of the re-check as the pace has it, so that findings can be verified on that day; 0 when it is not
 * reached or fails. */
static int32_t recheck_day(const struct life *life, int32_t assessed)
{
    if (!took(life, PHASE_REMEDIATE) || !took(life, PHASE_RECHECK))
        return 0;
    return phase_end(life, PHASE_RECHECK, phase_end(life, PHASE_REMEDIATE, assessed + 1) + 1);
}

/* The assessments that belong to the end of a phase. False when the work goes back from here. */
static bool assessments(const struct life *life, int phase, int32_t end)
{
    const json_t *fails = json_object_get(life->said, "recheck_fails");
    const json_t *recheck = json_object_get(life->said, "recheck");
    const json_t *score = json_object_get(life->said, "score");
    if (phase == PHASE_ASSESS) {
        assess(life, phase, end, score, finding_set(life));
        fix_findings(life, finding_set(life), end, recheck_day(life, end));
    }
    if (phase != PHASE_RECHECK)
        return true;
    if (fails)
        assess(life, phase, end, fails, json_object_get(json_object_get(life->story, "findings"), "recheck"));
    else
        assess(life, phase, end, recheck ? recheck : score, NULL);
    return fails == NULL;
}

/* Everything of a phase that ends; what lasts is left to live(). False when the work goes back from here. */
static bool live_phase(const struct life *life, int phase, int32_t from, int32_t end)
{
    suspend(life, phase, from, end);
    if (!assessments(life, phase, end))
        return false;
    submit(life, phase, end);
    documents_after(life, phase, end);
    return true;
}

/* Phase after phase while the pace has days for it. Both the first and the last day of a phase
 * count, so the next begins on the day after. The one that stays open, which after a failed re-check is
 * the remediation again, is suspended like any other. */
static void live(const struct life *life, int32_t start)
{
    char date[DATE_TEXT];
    add(life, "mlps.lifecycle", "cycle.open", start, RANK_OPEN,
        json_pack("{s:s}", "start", civil_format_date(start, date)));
    int32_t from = start;
    int phase = 1;
    while (phase <= PHASES && took(life, phase)) {
        int32_t end = phase_end(life, phase, from);
        bool on = live_phase(life, phase, from, end);
        phase = on ? phase + 1 : PHASE_REMEDIATE;
        from = end + 1;
        if (!on)
            break;
    }
    if (phase <= PHASES)
        suspend(life, phase, from, DAY_MAX);
}

/* A system that the story does not name has not started, which is no error: most of a contract's
 * systems wait their turn. `life` borrows everything and ends with this call. */
rc_t scenario_system(struct actions *actions, const struct system_ask *ask, struct problem *problem)
{
    const json_t *story = ask->story;
    json_t *said = collect(story, ask->system);
    const char *start_text = json_string_value(json_object_get(said, "start"));
    int32_t start;
    rc_t rc = RC_OK;
    struct life life = { .actions = actions,
                         .story = story,
                         .contract = json_object_get(json_object_get(story, "contract"), "code"),
                         .said = said,
                         .serial = (int)json_integer_value(json_object_get(ask->system, "serial")),
                         .days = { .story = story,
                                   /* a story without leave need not ask who is there on each day */
                                   .team = json_object_get(story, "leave")
                                               ? json_string_value(json_object_get(ask->system, "team"))
                                               : NULL,
                                   .calendar = { ask->calendar, true } } };
    read_suspension(said, &life.days.stopped, &life.days.resumed);
    if (!start_text)
        rc = RC_OK; /* not started yet */
    else if (!civil_parse_date(start_text, &start))
        rc = problem_set(problem, RC_INVALID, "systems.start", "start of system %d is no date: \"%s\"",
                         life.serial, start_text);
    else if (!took(&life, 1))
        rc = problem_set(problem, RC_INVALID, "systems.pace", "system %d has a start, but no row gives it a pace", life.serial);
    else
        live(&life, start);
    json_decref(said);
    return rc;
}
