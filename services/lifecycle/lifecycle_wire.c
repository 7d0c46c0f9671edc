/* One table of fields per operation, and the checks that a table cannot say.
 *
 * Tables are shared where operations take the same fields, and cut short by a row where one of them
 * takes less (PHASE_ROWS, FINDING_ACT_ROWS): a field that does not belong to an operation is
 * unknown there, and refused like any other. */
#include "lifecycle_wire.h"

#include <stdio.h>
#include <string.h>

#include "ceilings.h"
#include "lifecycle_states.h"
#include "parse.h"

enum {
    STATE_MAX = 20, /* longer than any word of a state: the table of states refuses the others */
    TEAM_MAX = 40,  /* team_code_form */
    RISK_MAX = 6,
    FINDING_CODE_MAX = 7, /* a letter and six digits, finding_code_form */
    SCORE_CHARS = 10,     /* "100.00" with some leading zeros */
    PERSON_MAX = 100      /* person_name_len */
};

#define AT(type, member) offsetof(struct type, member)
/* Rows that many tables share; `type` is the struct read into. */
#define OPTIONAL_ID(key, place)                                                                    \
    {                                                                                              \
        key, ARG_INT, JSON_OPTIONAL, 1, INT64_MAX, place                                           \
    }
#define CONTRACT(need, place)                                                                      \
    {                                                                                              \
        "contract", ARG_CODE, need, 1, MAX_CODE_FIELD, place                                       \
    }
#define SERIAL(place)                                                                              \
    {                                                                                              \
        "serial", ARG_INT, JSON_OPTIONAL, 1, MAX_SERIAL, place                                     \
    }
#define ON(place)                                                                                  \
    {                                                                                              \
        "on", ARG_DATE, JSON_REQUIRED, 0, 0, place                                                 \
    }
#define VERSION(place)                                                                             \
    {                                                                                              \
        "version", ARG_INT, JSON_OPTIONAL, 1, INT32_MAX, place                                     \
    }
#define PAGE(keys, place)                                                                          \
    {                                                                                              \
        "cursor", ARG_PAGE, JSON_OPTIONAL, 0, keys, place                                          \
    }
#define STATE(place)                                                                               \
    {                                                                                              \
        "state", ARG_TEXT, JSON_OPTIONAL, 1, STATE_MAX, place                                      \
    }

/* Of decisions: who made it, and why, are never left out. */
#define BY(place)                                                                                  \
    {                                                                                              \
        "by", ARG_TEXT, JSON_REQUIRED, 1, PERSON_MAX, place                                        \
    }
#define REASON(place)                                                                              \
    {                                                                                              \
        "note", ARG_TEXT, JSON_REQUIRED, 1, MAX_TEXT_FIELD, place                                  \
    }

/* A score is at most SCORE_MOST hundredths, so an int holds it and nothing is rounded. */
const char *score_text(int64_t score_bp, char *out)
{
    int points = (int)score_bp;
    snprintf(out, SCORE_TEXT, "%d.%02d", points / 100, points % 100);
    return out;
}

/* An optional state must be one of the table's words. */
static rc_t state_check(const char *state, const struct state_table *table, struct problem *problem)
{
    if (!state || state_from_word(table, state) != STATE_UNKNOWN)
        return RC_OK;
    return problem_set(problem, RC_INVALID, "state", "a %s has no state \"%s\"", table->thing,
                       state);
}

/* `phase`, or `contract`, `serial` and `number`. */
static rc_t phase_ref_check(const struct phase_ref *ref, struct problem *problem)
{
    int named = (ref->contract != NULL) + (ref->serial != 0) + (ref->number != 0);
    if (named == (ref->id ? 0 : 3))
        return RC_OK;
    return problem_set(problem, RC_INVALID, "phase",
                       "expected either \"phase\", or \"contract\", \"serial\" and \"number\"");
}

/* `cycle`, or a system whose newest cycle is meant. */
static rc_t cycle_ref_check(const struct cycle_ref *ref, struct problem *problem)
{
    if (!ref->id)
        return system_ref_check(&ref->system, problem);
    if (ref->system.id || ref->system.contract || ref->system.serial)
        return problem_set(problem, RC_INVALID, "cycle",
                           "expected either \"cycle\" or a system, not both");
    return RC_OK;
}

/* ---- cycles ---- */

/* A day of the future is refused: the first phase begins on it at once, and a clock cannot start
 * ahead of time. */
rc_t cycle_open_decode(const struct call *call, struct cycle_open_args *ret)
{
    static const struct arg_row ROWS[] = {
        OPTIONAL_ID("system", AT(cycle_open_args, system.id)),
        CONTRACT(JSON_OPTIONAL, AT(cycle_open_args, system.contract)),
        SERIAL(AT(cycle_open_args, system.serial)),
        { "start", ARG_DATE, JSON_REQUIRED, 0, 0, AT(cycle_open_args, start) },
    };
    rc_t rc = args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), call->problem);
    if (rc == RC_OK)
        rc = system_ref_check(&ret->system, call->problem);
    if (rc == RC_OK)
        rc = past_day_check(call, "start", ret->start);
    return rc;
}

/* A cycle by id, or a system whose newest is meant; not both, for they might be two. */
rc_t cycle_get_decode(const struct call *call, struct cycle_ref *ret)
{
    static const struct arg_row ROWS[] = {
        OPTIONAL_ID("cycle", AT(cycle_ref, id)),
        OPTIONAL_ID("system", AT(cycle_ref, system.id)),
        CONTRACT(JSON_OPTIONAL, AT(cycle_ref, system.contract)),
        SERIAL(AT(cycle_ref, system.serial)),
    };
    rc_t rc = args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), call->problem);
    return rc == RC_OK ? cycle_ref_check(ret, call->problem) : rc;
}

/* Always within one contract; its teams are codes of the pack. */
rc_t cycle_list_decode(const struct call *call, struct list_args *ret)
{
    static const struct arg_row ROWS[] = {
        CONTRACT(JSON_REQUIRED, AT(list_args, contract)),
        { "team", ARG_CODE, JSON_OPTIONAL, 1, TEAM_MAX, AT(list_args, team) },
        PAGE(1, AT(list_args, page)),
    };
    return args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), call->problem);
}

/* ---- phases ---- */

/* A number means the current round: the highest one of the newest cycle. */
rc_t phase_get_decode(const struct call *call, struct phase_ref *ret)
{
    static const struct arg_row ROWS[] = {
        OPTIONAL_ID("phase", AT(phase_ref, id)),
        CONTRACT(JSON_OPTIONAL, AT(phase_ref, contract)),
        SERIAL(AT(phase_ref, serial)),
        { "number", ARG_INT, JSON_OPTIONAL, 1, PHASE_NUMBER_MAX, AT(phase_ref, number) },
    };
    rc_t rc = args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), call->problem);
    return rc == RC_OK ? phase_ref_check(ret, call->problem) : rc;
}

/* The cursor has two numbers, the cycle and the step in it (number * 100 + round), as
 * phase_page.sql orders. */
rc_t phase_list_decode(const struct call *call, struct list_args *ret)
{
    static const struct arg_row ROWS[] = {
        CONTRACT(JSON_REQUIRED, AT(list_args, contract)),
        STATE(AT(list_args, state)),
        PAGE(2, AT(list_args, page)),
    };
    rc_t rc = args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), call->problem);
    return rc == RC_OK ? state_check(ret->state, &PHASE_TABLE, call->problem) : rc;
}

/* What all five moves of a phase take; the last two rows are those that not all of them have. */
static const struct arg_row PHASE_ROWS[] = {
    OPTIONAL_ID("phase", AT(phase_args, ref.id)),
    CONTRACT(JSON_OPTIONAL, AT(phase_args, ref.contract)),
    SERIAL(AT(phase_args, ref.serial)),
    { "number", ARG_INT, JSON_OPTIONAL, 1, PHASE_NUMBER_MAX, AT(phase_args, ref.number) },
    ON(AT(phase_args, on)),
    VERSION(AT(phase_args, version)),
    { "note", ARG_TEXT, JSON_OPTIONAL, 1, MAX_TEXT_FIELD, AT(phase_args, note) },
    { "documents", ARG_LIST, JSON_OPTIONAL, 0, DOCUMENTS_MAX, AT(phase_args, documents) },
};
/* All rows are submit's; the others go without the last one, the titles. */
enum { PHASE_ROWS_ALL = COUNT_OF(PHASE_ROWS), PHASE_ROWS_REVIEW = PHASE_ROWS_ALL - 1 };

/* One reader for all moves; `rows` says which fields there are. */
static rc_t phase_args_decode(const struct call *call, const struct arg_row *rows, size_t count,
                              struct phase_args *ret)
{
    rc_t rc = args_read(call->args, rows, count, ARGS_INTO(ret), call->problem);
    if (rc == RC_OK)
        rc = phase_ref_check(&ret->ref, call->problem);
    if (rc == RC_OK)
        rc = past_day_check(call, "on", ret->on);
    return rc;
}

/* Each entry is a title. */
static rc_t titles_check(const json_t *titles, struct problem *problem)
{
    rc_t rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < json_array_size(titles); i++) {
        const char *title;
        json_t *one = json_pack("{s:O}", "documents", json_array_get(titles, i));
        rc = jsonx_text_field(one, "documents", JSON_REQUIRED, MAX_NAME_FIELD, &title, problem);
        json_decref(one);
    }
    return rc;
}

/* Titles are checked one by one, since a list's row says only how many there may be. */
rc_t phase_submit_decode(const struct call *call, struct phase_args *ret)
{
    rc_t rc = phase_args_decode(call, PHASE_ROWS, PHASE_ROWS_ALL, ret);
    return rc == RC_OK ? titles_check(ret->documents, call->problem) : rc;
}

/* Approve, suspend and resume speak for themselves; a note may be added. */
rc_t phase_review_decode(const struct call *call, struct phase_args *ret)
{
    return phase_args_decode(call, PHASE_ROWS, PHASE_ROWS_REVIEW, ret);
}

/* Whoever gets the work back must know why. */
rc_t phase_return_decode(const struct call *call, struct phase_args *ret)
{
    rc_t rc = phase_args_decode(call, PHASE_ROWS, PHASE_ROWS_REVIEW, ret);
    if (rc == RC_OK && !ret->note)
        rc = problem_set(call->problem, RC_INVALID, "note",
                         "\"note\" is missing: say why the phase is returned");
    return rc;
}

/* A table of its own: here name and reason are required, not optional as in the moves. */
rc_t phase_skip_decode(const struct call *call, struct phase_args *ret)
{
    static const struct arg_row ROWS[] = {
        OPTIONAL_ID("phase", AT(phase_args, ref.id)),
        CONTRACT(JSON_OPTIONAL, AT(phase_args, ref.contract)),
        SERIAL(AT(phase_args, ref.serial)),
        { "number", ARG_INT, JSON_OPTIONAL, 1, PHASE_NUMBER_MAX, AT(phase_args, ref.number) },
        ON(AT(phase_args, on)),
        VERSION(AT(phase_args, version)),
        BY(AT(phase_args, by)),
        REASON(AT(phase_args, note)),
    };
    return phase_args_decode(call, ROWS, COUNT_OF(ROWS), ret);
}

/* ---- assessments ---- */

/* "70.00": decimal text, so that nothing is rounded on the way. */
static rc_t score_check(const char *text, int64_t *ret_bp, struct problem *problem)
{
    if (parse_scaled(text, 2, ret_bp) && *ret_bp >= 0 && *ret_bp <= SCORE_MOST)
        return RC_OK;
    return problem_set(problem, RC_INVALID, "score",
                       "\"score\" must be decimal text from \"0\" to \"100.00\"");
}

/* Days that lie ahead are refused: what will happen is no fact. */
rc_t assessment_decode(const struct call *call, struct assessment_args *ret)
{
    static const struct arg_row ROWS[] = {
        OPTIONAL_ID("phase", AT(assessment_args, ref.id)),
        CONTRACT(JSON_OPTIONAL, AT(assessment_args, ref.contract)),
        SERIAL(AT(assessment_args, ref.serial)),
        { "number", ARG_INT, JSON_OPTIONAL, 1, PHASE_NUMBER_MAX, AT(assessment_args, ref.number) },
        ON(AT(assessment_args, on)),
        VERSION(AT(assessment_args, version)),
        { "score", ARG_TEXT, JSON_REQUIRED, 1, SCORE_CHARS, AT(assessment_args, score) },
        { "findings", ARG_LIST, JSON_OPTIONAL, 0, FINDINGS_MAX, AT(assessment_args, findings) },
    };
    rc_t rc = args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), call->problem);
    if (rc == RC_OK)
        rc = phase_ref_check(&ret->ref, call->problem);
    if (rc == RC_OK)
        rc = past_day_check(call, "on", ret->on);
    if (rc == RC_OK)
        rc = score_check(ret->score, &ret->score_bp, call->problem);
    return rc;
}

/* ---- findings ---- */

/* A capital letter and three to six digits, as the constraint finding_code_form has it. */
static bool is_finding_code(const char *code)
{
    size_t digits = strspn(code + 1, "0123456789");
    return code[0] >= 'A' && code[0] <= 'Z' && digits >= 3 && digits <= 6 && !code[1 + digits];
}

/* The risk decides which term of the contract runs, so it is one of a closed list. */
static rc_t finding_check(const struct finding_input *input, struct problem *problem)
{
    static const char *const RISKS[] = { "high", "medium", "low" };
    if (!is_finding_code(input->code))
        return problem_set(problem, RC_INVALID, "code",
                           "\"code\" must be a capital letter and three to six digits");
    for (size_t i = 0; i < COUNT_OF(RISKS); i++)
        if (strcmp(input->risk, RISKS[i]) == 0)
            return RC_OK;
    return problem_set(problem, RC_INVALID, "risk", "\"risk\" must be high, medium or low");
}

/* The rows that describe a finding; `base` is where it stands in the struct read into. */
#define FINDING_TEXT(key, most, base, member)                                                      \
    {                                                                                              \
        key, ARG_TEXT, JSON_REQUIRED, 1, most, base + AT(finding_input, member)                    \
    }
#define FINDING_CODE(base)  FINDING_TEXT("code", FINDING_CODE_MAX, base, code)
#define FINDING_TITLE(base) FINDING_TEXT("title", MAX_NAME_FIELD, base, title)
#define FINDING_POINT(base) FINDING_TEXT("control_point", CONTROL_POINT_MAX, base, control_point)
#define FINDING_RISK(base)  FINDING_TEXT("risk", RISK_MAX, base, risk)

/* The same four fields stand alone in `findings` of an assessment and among others in finding.open:
 * one set of rows, at another place of the struct. */
rc_t finding_input_decode(const json_t *json, struct finding_input *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        FINDING_CODE(0),
        FINDING_TITLE(0),
        FINDING_POINT(0),
        FINDING_RISK(0),
    };
    *ret = (struct finding_input){ 0 };
    if (!json_is_object(json))
        return problem_set(problem, RC_INVALID, "findings", "\"findings\" must hold objects");
    rc_t rc = args_read(json, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), problem);
    return rc == RC_OK ? finding_check(ret, problem) : rc;
}

/* As all lists: an unknown state is refused rather than answered by an empty page. */
rc_t finding_list_decode(const struct call *call, struct list_args *ret)
{
    static const struct arg_row ROWS[] = {
        CONTRACT(JSON_OPTIONAL, AT(list_args, contract)),
        OPTIONAL_ID("cycle", AT(list_args, cycle)),
        STATE(AT(list_args, state)),
        PAGE(1, AT(list_args, page)),
    };
    rc_t rc = args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), call->problem);
    return rc == RC_OK ? state_check(ret->state, &FINDING_TABLE, call->problem) : rc;
}

/* Where it was found, what was found, when: checked in this order. */
rc_t finding_open_decode(const struct call *call, struct finding_open_args *ret)
{
    static const struct arg_row ROWS[] = {
        OPTIONAL_ID("cycle", AT(finding_open_args, cycle.id)),
        OPTIONAL_ID("system", AT(finding_open_args, cycle.system.id)),
        CONTRACT(JSON_OPTIONAL, AT(finding_open_args, cycle.system.contract)),
        SERIAL(AT(finding_open_args, cycle.system.serial)),
        FINDING_CODE(AT(finding_open_args, finding)),
        FINDING_TITLE(AT(finding_open_args, finding)),
        FINDING_POINT(AT(finding_open_args, finding)),
        FINDING_RISK(AT(finding_open_args, finding)),
        ON(AT(finding_open_args, on)),
    };
    rc_t rc = args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), call->problem);
    if (rc == RC_OK)
        rc = cycle_ref_check(&ret->cycle, call->problem);
    if (rc == RC_OK)
        rc = finding_check(&ret->finding, call->problem);
    if (rc == RC_OK)
        rc = past_day_check(call, "on", ret->on);
    return rc;
}

/* `finding`, or a system and `code`. */
static rc_t finding_ref_check(const struct finding_ref *ref, struct problem *problem)
{
    bool by_code =
        ref->code && system_ref_check(&ref->system, &(struct problem){ .rc = RC_OK }) == RC_OK;
    bool other = ref->code || ref->system.id || ref->system.contract || ref->system.serial;
    if (ref->id ? !other : by_code)
        return RC_OK;
    return problem_set(problem, RC_INVALID, "finding",
                       "expected either \"finding\", or a system and \"code\"");
}

/* What fix and verify take; the last row is verify's own. */
static const struct arg_row FINDING_ACT_ROWS[] = {
    OPTIONAL_ID("finding", AT(finding_args, ref.id)),
    OPTIONAL_ID("system", AT(finding_args, ref.system.id)),
    CONTRACT(JSON_OPTIONAL, AT(finding_args, ref.system.contract)),
    SERIAL(AT(finding_args, ref.system.serial)),
    { "code", ARG_TEXT, JSON_OPTIONAL, 1, FINDING_CODE_MAX, AT(finding_args, ref.code) },
    ON(AT(finding_args, on)),
    VERSION(AT(finding_args, version)),
    { "ok", ARG_BOOL, JSON_REQUIRED, 0, 0, AT(finding_args, ok) },
};

/* As phase_args_decode, of a finding. */
static rc_t finding_args_decode(const struct call *call, const struct arg_row *rows, size_t count,
                                struct finding_args *ret)
{
    rc_t rc = args_read(call->args, rows, count, ARGS_INTO(ret), call->problem);
    if (rc == RC_OK)
        rc = finding_ref_check(&ret->ref, call->problem);
    if (rc == RC_OK)
        rc = past_day_check(call, "on", ret->on);
    return rc;
}

/* Without the last row: a fix has no outcome yet. */
rc_t finding_fix_decode(const struct call *call, struct finding_args *ret)
{
    return finding_args_decode(call, FINDING_ACT_ROWS, COUNT_OF(FINDING_ACT_ROWS) - 1, ret);
}

/* With it: the outcome is required. */
rc_t finding_verify_decode(const struct call *call, struct finding_args *ret)
{
    return finding_args_decode(call, FINDING_ACT_ROWS, COUNT_OF(FINDING_ACT_ROWS), ret);
}

/* As phase_skip_decode: a decision has a name and a reason. */
rc_t finding_decide_decode(const struct call *call, struct finding_args *ret)
{
    static const struct arg_row ROWS[] = {
        OPTIONAL_ID("finding", AT(finding_args, ref.id)),
        OPTIONAL_ID("system", AT(finding_args, ref.system.id)),
        CONTRACT(JSON_OPTIONAL, AT(finding_args, ref.system.contract)),
        SERIAL(AT(finding_args, ref.system.serial)),
        { "code", ARG_TEXT, JSON_OPTIONAL, 1, FINDING_CODE_MAX, AT(finding_args, ref.code) },
        ON(AT(finding_args, on)),
        VERSION(AT(finding_args, version)),
        BY(AT(finding_args, by)),
        REASON(AT(finding_args, note)),
    };
    return finding_args_decode(call, ROWS, COUNT_OF(ROWS), ret);
}
