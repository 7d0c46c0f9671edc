/* One table per operation: a field that is in no row is refused, so a misspelt filter never widens
 * a list. */
#include "report_wire.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "args.h"
#include "call_args.h"
#include "ceilings.h"
#include "forecast.h"

enum {
    CODE_MAX = 80,
    WORD_MAX = 20,
    DEADLINE_CODE_MAX = 120,
    NAME_MAX_CHARS = 100, /* of a person */
    TOKEN_MAX = 200,      /* of what may be a feed's token */
    WORKING_DAYS_MAX = 60,
};

enum { WORKING_DAYS_DEFAULT = 10 };

#define AT(type, member) offsetof(struct type, member)

static const char *const DEADLINE_STATES[] = { "open", "paused", "breached", "met",
                                               "late", "void",   NULL };
static const char *const DEADLINE_KINDS[] = { "phase", "finding", "term", "deliverable",
                                              "sla",   "task",    NULL };
/* Why a later ruling superseded an earlier one; the table of rulings checks the same. */
static const char *const MOVE_REASONS[] = {
    "calendar", "facts", "resume", "reopen", "revive", NULL
};
/* The workbooks that worker export makes; tests/integration/report asks it for each. */
static const char *const EXPORT_KINDS[] = { "progress",    "systems",   "deliverables",
                                            "procurement", "deadlines", "penalties",
                                            NULL };
static const char *const LANGS[] = { "zh", "en", NULL };
/* As subject_contract.sql knows them. */
static const char *const SUBJECT_KINDS[] = { "cycle",   "deadline", "deliverable", "export",
                                             "feed",    "finding",  "incident",    "notification",
                                             "penalty", "phase",    "system",      "task",
                                             NULL };

rc_t report_read_progress_get(const json_t *args, struct progress_get *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_REQUIRED, 1, CODE_MAX, AT(progress_get, contract) },
        { "cursor", ARG_PAGE, JSON_OPTIONAL, INT64_MIN, 1, AT(progress_get, page) },
    };
    struct progress_get get;
    rc_t rc = args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(&get), problem);
    if (rc != RC_OK)
        return rc;
    if (!json_is_integer(json_object_get(args, "limit")))
        get.page.limit = MAX_LIST_LIMIT; /* a matrix is looked at whole */
    *ret = get;
    return RC_OK;
}

rc_t report_read_summary_get(const json_t *args, struct summary_get *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_REQUIRED, 1, CODE_MAX, AT(summary_get, contract) },
        { "working_days", ARG_INT, JSON_OPTIONAL, 0, WORKING_DAYS_MAX,
          AT(summary_get, working_days) },
    };
    static const struct summary_get BLANK = { .working_days = WORKING_DAYS_DEFAULT };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_OVER(ret, &BLANK), problem);
}

/* INT32_MIN stands for "until any day"; the statement takes it for no bound. */
rc_t report_read_deadline_list(const json_t *args, struct deadline_list *ret,
                               struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_OPTIONAL, 1, CODE_MAX, AT(deadline_list, contract) },
        { "state", ARG_TEXT, JSON_OPTIONAL, 1, WORD_MAX, AT(deadline_list, state) },
        { "kind", ARG_TEXT, JSON_OPTIONAL, 1, WORD_MAX, AT(deadline_list, kind) },
        { "until", ARG_DATE, JSON_OPTIONAL, 0, 0, AT(deadline_list, until) },
        { "cursor", ARG_PAGE, JSON_OPTIONAL, INT64_MIN, 2, AT(deadline_list, page) },
    };
    static const struct deadline_list BLANK = { .until = INT32_MIN };
    struct deadline_list list;
    rc_t rc = args_read(args, ROWS, COUNT_OF(ROWS), ARGS_OVER(&list, &BLANK), problem);
    if (rc == RC_OK)
        rc = word_check("state", list.state, DEADLINE_STATES, problem);
    if (rc == RC_OK)
        rc = word_check("kind", list.kind, DEADLINE_KINDS, problem);
    if (rc == RC_OK)
        *ret = list;
    return rc;
}

/* By number or by contract and code, never by both: two names that disagree would have to be
 * decided between. */
rc_t report_read_deadline_get(const json_t *args, struct deadline_list *ret,
                              struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "deadline", ARG_INT, JSON_OPTIONAL, 1, INT64_MAX, AT(deadline_list, deadline) },
        { "contract", ARG_CODE, JSON_OPTIONAL, 1, CODE_MAX, AT(deadline_list, contract) },
        { "code", ARG_TEXT, JSON_OPTIONAL, 1, DEADLINE_CODE_MAX, AT(deadline_list, code) },
    };
    static const struct deadline_list BLANK = { .until = INT32_MIN, .page = PAGE_OF_ONE };
    struct deadline_list one;
    rc_t rc = args_read(args, ROWS, COUNT_OF(ROWS), ARGS_OVER(&one, &BLANK), problem);
    if (rc != RC_OK)
        return rc;
    bool by_id = one.deadline != 0 && !one.contract && !one.code;
    bool by_code = one.deadline == 0 && one.contract && one.code;
    if (!by_id && !by_code)
        return problem_set(problem, RC_INVALID, "deadline",
                           "a deadline is named by \"deadline\", or by \"contract\" and \"code\"");
    *ret = one;
    return RC_OK;
}

rc_t report_read_deadline_moved(const json_t *args, struct deadline_moved *ret,
                                struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_OPTIONAL, 1, CODE_MAX, AT(deadline_moved, contract) },
        { "since", ARG_DATE, JSON_OPTIONAL, 0, 0, AT(deadline_moved, since) },
        { "calendar", ARG_TEXT, JSON_OPTIONAL, 1, CODE_MAX, AT(deadline_moved, calendar) },
        { "reason", ARG_TEXT, JSON_OPTIONAL, 1, WORD_MAX, AT(deadline_moved, reason) },
        { "cursor", ARG_PAGE, JSON_OPTIONAL, INT64_MIN, 1, AT(deadline_moved, page) },
    };
    static const struct deadline_moved BLANK = { .since = INT32_MIN };
    struct deadline_moved moved;
    rc_t rc = args_read(args, ROWS, COUNT_OF(ROWS), ARGS_OVER(&moved, &BLANK), problem);
    if (rc == RC_OK)
        rc = word_check("reason", moved.reason, MOVE_REASONS, problem);
    if (rc == RC_OK)
        *ret = moved;
    return rc;
}

/* Kinds and languages are closed lists, checked here, since the worker that meets them later has
 * nobody to tell. */
rc_t report_read_export_request(const json_t *args, struct export_request *ret,
                                struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "kind", ARG_TEXT, JSON_REQUIRED, 1, WORD_MAX, AT(export_request, kind) },
        { "contract", ARG_CODE, JSON_REQUIRED, 1, CODE_MAX, AT(export_request, contract) },
        { "lang", ARG_TEXT, JSON_OPTIONAL, 1, WORD_MAX, AT(export_request, lang) },
    };
    struct export_request request;
    rc_t rc = args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(&request), problem);
    if (rc == RC_OK)
        rc = word_check("kind", request.kind, EXPORT_KINDS, problem);
    if (rc == RC_OK)
        rc = word_check("lang", request.lang, LANGS, problem);
    if (rc != RC_OK)
        return rc;
    if (!request.lang)
        request.lang = LANGS[0];
    *ret = request;
    return RC_OK;
}

/* Exports go from the newest down: a list of one begins above all rows. */
#define EXPORT_OF_ONE                                                                              \
    {                                                                                              \
        { INT64_MAX, INT64_MAX }, 1                                                                \
    }

rc_t report_read_export_get(const json_t *args, struct export_list *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "id", ARG_INT, JSON_REQUIRED, 1, INT64_MAX, AT(export_list, id) },
    };
    static const struct export_list BLANK = { .page = EXPORT_OF_ONE };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_OVER(ret, &BLANK), problem);
}

rc_t report_read_export_list(const json_t *args, struct export_list *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_OPTIONAL, 1, CODE_MAX, AT(export_list, contract) },
        { "cursor", ARG_PAGE, JSON_OPTIONAL, INT64_MAX, 1, AT(export_list, page) },
    };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), problem);
}

rc_t report_read_feed_issue(const json_t *args, struct feed_issue *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_REQUIRED, 1, CODE_MAX, AT(feed_issue, contract) },
        { "team", ARG_CODE, JSON_OPTIONAL, 1, CODE_MAX, AT(feed_issue, team) },
        { "person", ARG_TEXT, JSON_OPTIONAL, 1, NAME_MAX_CHARS, AT(feed_issue, person) },
    };
    struct feed_issue issue;
    rc_t rc = args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(&issue), problem);
    if (rc != RC_OK)
        return rc;
    if (issue.team && issue.person)
        return problem_set(problem, RC_INVALID, "person",
                           "a feed is of a \"team\" or of a \"person\", not of both");
    *ret = issue;
    return RC_OK;
}

rc_t report_read_feed_list(const json_t *args, struct feed_list *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_REQUIRED, 1, CODE_MAX, AT(feed_list, contract) },
        { "cursor", ARG_PAGE, JSON_OPTIONAL, INT64_MIN, 1, AT(feed_list, page) },
    };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), problem);
}

rc_t report_read_feed_revoke(const json_t *args, int64_t *ret_feed, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "feed", ARG_INT, JSON_REQUIRED, 1, INT64_MAX, 0 },
    };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret_feed), problem);
}

rc_t report_read_feed_get(const json_t *args, struct feed_get *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "token", ARG_TEXT, JSON_REQUIRED, 1, TOKEN_MAX, AT(feed_get, token) },
        { "lang", ARG_TEXT, JSON_OPTIONAL, 1, WORD_MAX, AT(feed_get, lang) },
        { "known", ARG_TEXT, JSON_OPTIONAL, 1, MAX_NAME_FIELD, AT(feed_get, known) },
    };
    struct feed_get get;
    rc_t rc = args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(&get), problem);
    if (rc == RC_OK)
        rc = word_check("lang", get.lang, LANGS, problem);
    if (rc != RC_OK)
        return rc;
    if (!get.lang)
        get.lang = LANGS[0];
    *ret = get;
    return RC_OK;
}

/* `after` 0 is the beginning of the log: events are numbered from 1. */
rc_t report_read_event_list(const json_t *args, struct event_list *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "after", ARG_INT, JSON_OPTIONAL, 0, INT64_MAX, AT(event_list, after) },
        { "limit", ARG_INT, JSON_OPTIONAL, 1, MAX_LIST_LIMIT, AT(event_list, limit) },
        { "contract", ARG_CODE, JSON_OPTIONAL, 1, CODE_MAX, AT(event_list, contract) },
    };
    static const struct event_list BLANK = { .limit = DEFAULT_LIST_LIMIT };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_OVER(ret, &BLANK), problem);
}

rc_t report_read_forecast_get(const json_t *args, struct forecast_get *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_REQUIRED, 1, CODE_MAX, AT(forecast_get, contract) },
        { "working_days", ARG_INT, JSON_OPTIONAL, 1, FORECAST_DAYS_MAX,
          AT(forecast_get, working_days) },
        { "seed", ARG_INT, JSON_OPTIONAL, 0, FORECAST_SEED_MAX, AT(forecast_get, seed) },
        { "runs", ARG_INT, JSON_OPTIONAL, 1, FORECAST_RUNS_MAX, AT(forecast_get, runs) },
        { "capacity", ARG_INT, JSON_OPTIONAL, 1, FORECAST_CAPACITY_MAX,
          AT(forecast_get, capacity) },
        { "incidents", ARG_INT, JSON_OPTIONAL, 0, INCIDENTS_MOST,
          AT(forecast_get, rates[RATE_INCIDENTS]) },
        { "incident_late", ARG_INT, JSON_OPTIONAL, 0, 100,
          AT(forecast_get, rates[RATE_INCIDENT_LATE]) },
        { "findings", ARG_INT, JSON_OPTIONAL, 0, 100, AT(forecast_get, rates[RATE_FINDINGS]) },
        { "recheck_fails", ARG_INT, JSON_OPTIONAL, 0, 100,
          AT(forecast_get, rates[RATE_RECHECK_FAILS]) },
    };
    static const struct forecast_get BLANK = {
        .working_days = 30,
        .seed = 1,
        .runs = 200,
        .capacity = 3,
        .rates = { RATE_LEFT_OUT, RATE_LEFT_OUT, RATE_LEFT_OUT, RATE_LEFT_OUT },
    };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_OVER(ret, &BLANK), problem);
}

rc_t report_read_subject_contract(const json_t *args, struct subject_contract *ret,
                                  struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "kind", ARG_TEXT, JSON_REQUIRED, 1, WORD_MAX, AT(subject_contract, kind) },
        { "id", ARG_INT, JSON_REQUIRED, 1, INT64_MAX, AT(subject_contract, id) },
    };
    struct subject_contract subject;
    rc_t rc = args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(&subject), problem);
    if (rc == RC_OK)
        rc = word_check("kind", subject.kind, SUBJECT_KINDS, problem);
    if (rc == RC_OK)
        *ret = subject;
    return rc;
}

rc_t report_read_work_pending(const json_t *args, struct work_pending *ret, struct problem *problem)
{
    static const struct arg_row ROWS[] = {
        { "contract", ARG_CODE, JSON_OPTIONAL, 1, CODE_MAX, AT(work_pending, contract) },
    };
    return args_read(args, ROWS, COUNT_OF(ROWS), ARGS_INTO(ret), problem);
}
