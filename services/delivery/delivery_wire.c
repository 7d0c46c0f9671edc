/* One table of fields per operation, and the checks that a table cannot say. */
#include "delivery_wire.h"

#include <string.h>

#include "args.h"
#include "ceilings.h"

/* Longer than any word of a state; an unknown word is refused by the table of states, not by its
 * length. */
enum { STATE_MAX = 20, FORM_MAX = 80 };

/* Where args_read puts a field of the struct. */
#define AT(type, member) offsetof(struct type, member)

/* A state that no deliverable can have would give an empty page and look like an answer; it is
 * refused instead. */
rc_t deliverable_list_decode(const struct call *call, struct deliverable_list_args *ret)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_REQUIRED, 1, MAX_CODE_FIELD,
          AT(deliverable_list_args, contract) },
        { "system", ARG_INT, JSON_OPTIONAL, 1, INT64_MAX, AT(deliverable_list_args, system) },
        { "serial", ARG_INT, JSON_OPTIONAL, 1, MAX_SERIAL, AT(deliverable_list_args, serial) },
        { "state", ARG_TEXT, JSON_OPTIONAL, 1, STATE_MAX, AT(deliverable_list_args, state) },
        { "cursor", ARG_PAGE, JSON_OPTIONAL, 0, 1, AT(deliverable_list_args, page) },
    };
    rc_t rc = args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), call->problem);
    if (rc == RC_OK && ret->state &&
        state_from_word(&DELIVERABLE_TABLE, ret->state) == STATE_UNKNOWN)
        return problem_set(call->problem, RC_INVALID, "state", "a deliverable has no state \"%s\"",
                           ret->state);
    return rc;
}

rc_t deliverable_add_decode(const struct call *call, struct deliverable_add_args *ret)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_REQUIRED, 1, MAX_CODE_FIELD,
          AT(deliverable_add_args, contract) },
        { "clause", ARG_TEXT, JSON_REQUIRED, 1, MAX_CLAUSE_FIELD,
          AT(deliverable_add_args, clause) },
        { "title", ARG_TEXT, JSON_REQUIRED, 1, MAX_NAME_FIELD, AT(deliverable_add_args, title) },
        { "form", ARG_TEXT, JSON_OPTIONAL, 1, FORM_MAX, AT(deliverable_add_args, form) },
        { "serial", ARG_INT, JSON_OPTIONAL, 1, MAX_SERIAL, AT(deliverable_add_args, serial) },
    };
    return args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), call->problem);
}

/* `deliverable`, or `contract` and `clause` and what else tells it apart. */
static rc_t ref_check(struct deliverable_ref *ref, struct problem *problem)
{
    bool other = ref->contract || ref->clause || ref->title || ref->serial || ref->occurrence;
    if (ref->id ? other : !ref->contract || !ref->clause)
        return problem_set(problem, RC_INVALID, "deliverable",
                           "expected either \"deliverable\", or \"contract\" and \"clause\"");
    /* Most clauses ask for a document once; only what comes again must say which time is meant. */
    if (!ref->occurrence)
        ref->occurrence = 1;
    return RC_OK;
}

/* Sixty-four lower-case hexadecimal digits: one spelling per digest, so that equal documents
 * compare equal as text. */
static rc_t sha256_check(const char *sha256, struct problem *problem)
{
    if (!sha256 || strspn(sha256, "0123456789abcdef") == SHA256_TEXT)
        return RC_OK;
    return problem_set(problem, RC_INVALID, "sha256",
                       "\"sha256\" must be %d lower-case hexadecimal digits", SHA256_TEXT);
}

/* What the moves take; the last row is of submissions only. */
static const struct arg_row MOVE_ROWS[] = {
    { "deliverable", ARG_INT, JSON_OPTIONAL, 1, INT64_MAX, AT(deliverable_args, ref.id) },
    { "contract", ARG_CODE, JSON_OPTIONAL, 1, MAX_CODE_FIELD, AT(deliverable_args, ref.contract) },
    { "clause", ARG_TEXT, JSON_OPTIONAL, 1, MAX_CLAUSE_FIELD, AT(deliverable_args, ref.clause) },
    { "serial", ARG_INT, JSON_OPTIONAL, 1, MAX_SERIAL, AT(deliverable_args, ref.serial) },
    { "occurrence", ARG_INT, JSON_OPTIONAL, 1, OCCURRENCE_MAX,
      AT(deliverable_args, ref.occurrence) },
    { "title", ARG_TEXT, JSON_OPTIONAL, 1, MAX_NAME_FIELD, AT(deliverable_args, ref.title) },
    { "on", ARG_DATE, JSON_REQUIRED, 0, 0, AT(deliverable_args, on) },
    { "by", ARG_TEXT, JSON_OPTIONAL, 1, PERSON_NAME_MAX, AT(deliverable_args, by) },
    { "version", ARG_INT, JSON_OPTIONAL, 1, INT32_MAX, AT(deliverable_args, version) },
    { "note", ARG_TEXT, JSON_OPTIONAL, 1, MAX_TEXT_FIELD, AT(deliverable_args, note) },
    { "sha256", ARG_TEXT, JSON_OPTIONAL, 1, SHA256_TEXT, AT(deliverable_args, sha256) },
};

rc_t deliverable_decode(const struct call *call, enum deliverable_move move,
                        struct deliverable_args *ret)
{
    /* A digest given with another move is an unknown field there, and so refused. */
    size_t rows = COUNT_OF(MOVE_ROWS) - (move == DELIVERABLE_SUBMIT ? 0 : 1);
    rc_t rc = args_read(call->args, MOVE_ROWS, rows, ARGS_INTO(ret), call->problem);
    if (rc == RC_OK)
        rc = ref_check(&ret->ref, call->problem);
    if (rc == RC_OK)
        rc = past_day_check(call, "on", ret->on);
    if (rc == RC_OK)
        rc = sha256_check(ret->sha256, call->problem);
    return rc;
}

/* As above for states; days that were not said must not be 1970-01-01, hence NO_DAY. */
rc_t task_list_decode(const struct call *call, struct task_list_args *ret)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_REQUIRED, 1, MAX_CODE_FIELD, AT(task_list_args, contract) },
        { "state", ARG_TEXT, JSON_OPTIONAL, 1, STATE_MAX, AT(task_list_args, state) },
        { "clause", ARG_TEXT, JSON_OPTIONAL, 1, MAX_CLAUSE_FIELD, AT(task_list_args, clause) },
        { "person", ARG_TEXT, JSON_OPTIONAL, 1, PERSON_NAME_MAX, AT(task_list_args, person) },
        { "on", ARG_DATE, JSON_OPTIONAL, 0, 0, AT(task_list_args, on) },
        { "until", ARG_DATE, JSON_OPTIONAL, 0, 0, AT(task_list_args, until) },
        { "cursor", ARG_PAGE, JSON_OPTIONAL, 0, 2, AT(task_list_args, page) },
    };
    static const struct task_list_args BLANK = { .on = NO_DAY, .until = NO_DAY };
    rc_t rc = args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_OVER(ret, &BLANK), call->problem);
    if (rc == RC_OK && ret->state && state_from_word(&TASK_TABLE, ret->state) == STATE_UNKNOWN)
        return problem_set(call->problem, RC_INVALID, "state", "a task has no state \"%s\"",
                           ret->state);
    return rc;
}

/* -1 is "all", since 0 of n is an answer that may be given. */
static const struct task_args TASK_BLANK = { .items_done = -1 };

/* How many items the task has is known only under its lock: check_done compares. */
rc_t task_complete_decode(const struct call *call, struct task_args *ret)
{
    static const struct arg_row ROWS[] = {
        { "task", ARG_INT, JSON_REQUIRED, 1, INT64_MAX, AT(task_args, task) },
        { "on", ARG_DATE, JSON_REQUIRED, 0, 0, AT(task_args, on) },
        { "items_done", ARG_INT, JSON_OPTIONAL, 0, OCCURRENCE_MAX, AT(task_args, items_done) },
        { "by", ARG_TEXT, JSON_OPTIONAL, 1, PERSON_NAME_MAX, AT(task_args, by) },
        { "note", ARG_TEXT, JSON_OPTIONAL, 1, MAX_TEXT_FIELD, AT(task_args, note) },
        { "version", ARG_INT, JSON_OPTIONAL, 1, INT32_MAX, AT(task_args, version) },
    };
    rc_t rc =
        args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_OVER(ret, &TASK_BLANK), call->problem);
    return rc == RC_OK ? past_day_check(call, "on", ret->on) : rc;
}

/* Ids alone: who has done a day's work ticks it off as a whole, with all items. */
static rc_t task_ids_check(const json_t *tasks, struct problem *problem)
{
    size_t i;
    const json_t *id;
    json_array_foreach(tasks, i, id)
    {
        if (!json_is_integer(id) || json_integer_value(id) < 1)
            return problem_set(problem, RC_INVALID, "tasks",
                               "\"tasks\" must be a list of task ids");
    }
    return RC_OK;
}

rc_t task_complete_many_decode(const struct call *call, struct task_args *ret)
{
    static const struct arg_row ROWS[] = {
        { "tasks", ARG_LIST, JSON_REQUIRED, 1, TASKS_AT_ONCE, AT(task_args, tasks) },
        { "on", ARG_DATE, JSON_REQUIRED, 0, 0, AT(task_args, on) },
        { "by", ARG_TEXT, JSON_OPTIONAL, 1, PERSON_NAME_MAX, AT(task_args, by) },
        { "note", ARG_TEXT, JSON_OPTIONAL, 1, MAX_TEXT_FIELD, AT(task_args, note) },
    };
    rc_t rc =
        args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_OVER(ret, &TASK_BLANK), call->problem);
    if (rc == RC_OK)
        rc = task_ids_check(ret->tasks, call->problem);
    return rc == RC_OK ? past_day_check(call, "on", ret->on) : rc;
}

/* Who that person is, is found when the task's contract is known. */
rc_t task_reassign_decode(const struct call *call, struct task_args *ret)
{
    static const struct arg_row ROWS[] = {
        { "task", ARG_INT, JSON_REQUIRED, 1, INT64_MAX, AT(task_args, task) },
        { "person", ARG_TEXT, JSON_OPTIONAL, 1, PERSON_NAME_MAX, AT(task_args, person) },
        { "version", ARG_INT, JSON_OPTIONAL, 1, INT32_MAX, AT(task_args, version) },
    };
    return args_read(call->args, ROWS, COUNT_OF(ROWS), ARGS_OVER(ret, &TASK_BLANK), call->problem);
}
