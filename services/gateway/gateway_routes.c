/* The rows, and the parameters of each. An operation without a row is not reachable by HTTP; a
 * parameter without one is refused by name. Parameters are judged here for form only: what a value
 * means, and whether it fits the others, is the service's to say. */
#include "gateway_routes.h"

#include "ceilings.h"
#include "gateway_handlers.h"
#include "http_reply.h"

enum {
    /* Ceilings of texts in characters; longer ones are refused here and never reach a service. */
    CODE_CHARS = 80, /* a contract's code, a state, a kind */
    PERSON_CHARS = 100,
    CURSOR_CHARS = 200,
    CHECKLIST_MOST = 10000, /* items of a checklist */
    EXPORT_BODY = 4 << 10,  /* bytes of POST /exports */
    NOTE_CHARS = 4000,
    NAME_CHARS = 300,
    ACT_BODY = 20 << 10, /* bytes of a change: a note of 4,000 characters and what goes with it */
    TOKEN_CHARS = 64,    /* of a calendar's link: 256 bits in hexadecimal */
};

#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define PATH_ID(arg, about)                                                                        \
    {                                                                                              \
        "id", arg, PARAM_PATH, PARAM_ID, true, INT64_MAX, about                                    \
    }
#define QUERY_TEXT(name, about)                                                                    \
    {                                                                                              \
        name, name, PARAM_QUERY, PARAM_TEXT, false, CODE_CHARS, about                              \
    }
#define QUERY_CONTRACT QUERY_TEXT("contract", "code of a contract")
#define QUERY_PAGE                                                                                 \
    { "cursor",                                                                                    \
      "cursor",                                                                                    \
      PARAM_QUERY,                                                                                 \
      PARAM_TEXT,                                                                                  \
      false,                                                                                       \
      CURSOR_CHARS,                                                                                \
      "where the page before ended" },                                                             \
    {                                                                                              \
        "limit", "limit", PARAM_QUERY, PARAM_NUMBER, false, MAX_LIST_LIMIT, "most items of a page" \
    }
#define MATCH                                                                                      \
    {                                                                                              \
        "If-Match", "version", PARAM_MATCH, PARAM_NUMBER, true, INT32_MAX,                         \
            "ETag of the version that is to be changed"                                            \
    }
#define FIELD(name, kind, required, most, about)                                                   \
    {                                                                                              \
        name, name, PARAM_BODY, kind, required, most, about                                        \
    }
#define FIELD_ON     FIELD("on", PARAM_DATE, true, 0, "the day it happened")
#define FIELD_AT     FIELD("at", PARAM_INSTANT, true, 0, "when it happened")
#define FIELD_NOTE   FIELD("note", PARAM_TEXT, false, NOTE_CHARS, "note")
#define FIELD_REASON FIELD("note", PARAM_TEXT, true, NOTE_CHARS, "the reason")
#define PARAMS_END                                                                                 \
    {                                                                                              \
        NULL, NULL, PARAM_PATH, PARAM_ID, false, 0, NULL                                           \
    }

/* An account is named once, for good; whom it is stands in its ties. */
static const struct route_param ACCOUNTS_PARAMS[] = { QUERY_PAGE, PARAMS_END };
static const struct route_param ACCOUNT_ADD_PARAMS[] = {
    FIELD("name", PARAM_TEXT, true, CODE_CHARS, "name of the account, never given again"),
    PARAMS_END,
};
static const struct route_param ACCOUNT_PARAMS[] = { PATH_ID("account", "id of the account"),
                                                     PARAMS_END };
#define ACCOUNT_CHANGED                                                                            \
    PATH_ID("account", "id of the account"), MATCH,                                                \
        FIELD("contract", PARAM_TEXT, true, CODE_CHARS, "code of a contract")
static const struct route_param ACCOUNT_BIND_PARAMS[] = {
    ACCOUNT_CHANGED,
    FIELD("person", PARAM_TEXT, true, PERSON_CHARS, "name of the person it is there"),
    FIELD("role", PARAM_TEXT, false, CODE_CHARS, "which of two people of that name"),
    PARAMS_END,
};
static const struct route_param ACCOUNT_UNBIND_PARAMS[] = { ACCOUNT_CHANGED, PARAMS_END };
/* A calendar program cannot be told to send Accept-Language, so the link says it. */
static const struct route_param CALENDAR_PARAMS[] = {
    { "token", "token", PARAM_PATH, PARAM_SECRET, true, TOKEN_CHARS, "the secret of the feed" },
    QUERY_TEXT("lang", "language: zh or en"),
    PARAMS_END,
};
/* A feed is the contract's, a team's or a person's: naming both of the latter the service refuses.
 */
static const struct route_param CALENDAR_ISSUE_PARAMS[] = {
    FIELD("contract", PARAM_TEXT, true, CODE_CHARS, "code of a contract"),
    FIELD("team", PARAM_TEXT, false, CODE_CHARS, "code of the team whose systems it shows"),
    FIELD("person", PARAM_TEXT, false, PERSON_CHARS, "name of the person whose work it shows"),
    PARAMS_END,
};
/* No version is named: a link that fell into wrong hands must end whatever its holder has seen. */
static const struct route_param CALENDAR_REVOKE_PARAMS[] = { PATH_ID("feed", "id of the feed"),
                                                             PARAMS_END };
/* The contract is required where a list over all of them would tell people of one about another. */
static const struct route_param OF_CONTRACT_PARAMS[] = {
    { "contract", "contract", PARAM_QUERY, PARAM_TEXT, true, CODE_CHARS, "code of a contract" },
    QUERY_PAGE,
    PARAMS_END,
};
/* The two tables differ in what the service calls the code. */
static const struct route_param CODE_PARAMS[] = {
    { "code", "code", PARAM_PATH, PARAM_TEXT, true, CODE_CHARS, "code of the contract" },
    PARAMS_END,
};
static const struct route_param PROGRESS_PARAMS[] = {
    { "code", "contract", PARAM_PATH, PARAM_TEXT, true, CODE_CHARS, "code of the contract" },
    QUERY_PAGE,
    PARAMS_END,
};
/* Ceilings are the operation's own: what is beyond them is refused by the service, by name. */
static const struct route_param FORECAST_PARAMS[] = {
    { "code", "contract", PARAM_PATH, PARAM_TEXT, true, CODE_CHARS, "code of the contract" },
    { "working_days", "working_days", PARAM_QUERY, PARAM_NUMBER, false, INT64_MAX,
      "working days ahead, 30 when left out" },
    { "runs", "runs", PARAM_QUERY, PARAM_NUMBER, false, INT64_MAX,
      "seeded courses of events, 200 when left out" },
    { "seed", "seed", PARAM_QUERY, PARAM_NUMBER, false, INT64_MAX, "seed, 1 when left out" },
    { "capacity", "capacity", PARAM_QUERY, PARAM_NUMBER, false, INT64_MAX,
      "things a person can hand over on one day, 3 when left out" },
    { "incidents", "incidents", PARAM_QUERY, PARAM_NUMBER, false, INT64_MAX,
      "incidents that come up in 365 days; by history or 4 when left out" },
    { "incident_late", "incident_late", PARAM_QUERY, PARAM_NUMBER, false, INT64_MAX,
      "per cent of their limits that are missed; by history or 10 when left out" },
    { "findings", "findings", PARAM_QUERY, PARAM_NUMBER, false, INT64_MAX,
      "per cent of assessments that find something; by history or 30 when left out" },
    { "recheck_fails", "recheck_fails", PARAM_QUERY, PARAM_NUMBER, false, INT64_MAX,
      "per cent of re-checks that fail; by history or 10 when left out" },
    PARAMS_END,
};
/* What a notice of holidays moved: reason=calendar with its version. */
static const struct route_param MOVED_PARAMS[] = {
    { "code", "contract", PARAM_PATH, PARAM_TEXT, true, CODE_CHARS, "code of the contract" },
    { "since", "since", PARAM_QUERY, PARAM_DATE, false, 0, "ruled on this day or later" },
    QUERY_TEXT("calendar", "version of the calendar"),
    QUERY_TEXT("reason", "calendar, facts, resume, reopen or revive"),
    QUERY_PAGE,
    PARAMS_END,
};
static const struct route_param CYCLE_PARAMS[] = { PATH_ID("cycle", "id of the cycle"),
                                                   PARAMS_END };
/* By id, or by contract and serial; the service refuses both and neither. */
static const struct route_param CYCLE_OPEN_PARAMS[] = {
    FIELD("system", PARAM_ID, false, INT64_MAX, "id of the system"),
    FIELD("contract", PARAM_TEXT, false, CODE_CHARS, "code of its contract, with serial"),
    FIELD("serial", PARAM_NUMBER, false, INT32_MAX, "number of the system in the contract"),
    FIELD("start", PARAM_DATE, true, 0, "first day of the cycle"),
    PARAMS_END,
};
static const struct route_param DEADLINE_PARAMS[] = { PATH_ID("deadline", "id of the deadline"),
                                                      PARAMS_END };
static const struct route_param DEADLINES_PARAMS[] = {
    QUERY_CONTRACT,
    QUERY_TEXT("state", "state of the deadline"),
    QUERY_TEXT("kind", "kind of the deadline"),
    { "until", "until", PARAM_QUERY, PARAM_DATE, false, 0, "last due day" },
    QUERY_PAGE,
    PARAMS_END,
};
static const struct route_param DELIVERABLES_PARAMS[] = {
    QUERY_CONTRACT,
    { "system", "system", PARAM_QUERY, PARAM_ID, false, INT64_MAX, "id of a system" },
    QUERY_TEXT("state", "state of the deliverable"),
    QUERY_PAGE,
    PARAMS_END,
};
static const struct route_param DELIVERABLE_ADD_PARAMS[] = {
    FIELD("contract", PARAM_TEXT, true, CODE_CHARS, "code of a contract"),
    FIELD("clause", PARAM_TEXT, true, CODE_CHARS, "clause that asks for documents"),
    FIELD("title", PARAM_TEXT, true, NAME_CHARS, "what it is called"),
    FIELD("serial", PARAM_NUMBER, false, INT32_MAX, "number of the system in the contract"),
    FIELD("form", PARAM_TEXT, false, CODE_CHARS, "form it is handed in"),
    PARAMS_END,
};
/* Who signs for the customer stands in `by`; a submission has the digest of what was handed in. */
#define DELIVERABLE_CHANGED                                                                        \
    PATH_ID("deliverable", "id of the deliverable"), MATCH, FIELD_ON,                              \
        FIELD("by", PARAM_TEXT, false, PERSON_CHARS, "who did it"), FIELD_NOTE
static const struct route_param DELIVERABLE_MOVE_PARAMS[] = { DELIVERABLE_CHANGED, PARAMS_END };
static const struct route_param DELIVERABLE_SUBMIT_PARAMS[] = {
    DELIVERABLE_CHANGED,
    FIELD("sha256", PARAM_TEXT, false, TOKEN_CHARS, "SHA-256 of the file, lower-case hexadecimal"),
    PARAMS_END,
};
/* `after` is the last event seen: the first one sent has a greater seq. */
static const struct route_param EVENTS_PARAMS[] = {
    { "after", "after", PARAM_QUERY, PARAM_NUMBER, false, INT64_MAX,
      "seq of the last event seen; 0: from the beginning; without it from now on" },
    QUERY_CONTRACT,
    PARAMS_END,
};
static const struct route_param EXPORT_PARAMS[] = { PATH_ID("id", "id of the export"), PARAMS_END };
/* In the body, for a POST changes something; no unknown field is taken. */
static const struct route_param EXPORTS_PARAMS[] = {
    { "kind", "kind", PARAM_BODY, PARAM_TEXT, true, CODE_CHARS, "kind of workbook" },
    { "contract", "contract", PARAM_BODY, PARAM_TEXT, true, CODE_CHARS, "code of a contract" },
    { "lang", "lang", PARAM_BODY, PARAM_TEXT, false, CODE_CHARS, "language of headings: zh or en" },
    PARAMS_END,
};
static const struct route_param FINDINGS_PARAMS[] = {
    QUERY_CONTRACT,
    { "cycle", "cycle", PARAM_QUERY, PARAM_ID, false, INT64_MAX, "id of a cycle" },
    QUERY_TEXT("state", "state of the finding"),
    QUERY_PAGE,
    PARAMS_END,
};
static const struct route_param INCIDENTS_PARAMS[] = {
    QUERY_CONTRACT,
    QUERY_TEXT("state", "state of the incident"),
    QUERY_PAGE,
    PARAMS_END,
};
static const struct route_param NOTIFICATIONS_PARAMS[] = {
    QUERY_CONTRACT,
    QUERY_TEXT("person", "name of the person they are for"),
    { "penalty", "penalty", PARAM_QUERY, PARAM_ID, false, INT64_MAX, "only notices of a penalty" },
    QUERY_PAGE,
    PARAMS_END,
};
/* The contract is required: penalties of all contracts together mean nothing. */
static const struct route_param PENALTIES_PARAMS[] = {
    { "contract", "contract", PARAM_QUERY, PARAM_TEXT, true, CODE_CHARS, "code of a contract" },
    QUERY_TEXT("state", "state of the penalty"),
    QUERY_PAGE,
    PARAMS_END,
};
static const struct route_param PHASE_PARAMS[] = { PATH_ID("phase", "id of the phase"),
                                                   PARAMS_END };
/* Who calls by an account that is tied to a person need not say who he is; by the token of the
 * token file, which is everybody's, the reader is named. No version is, for the first receipt
 * stands. */
static const struct route_param NOTIFICATION_READ_PARAMS[] = {
    PATH_ID("notification", "id of the notification"),
    FIELD("person", PARAM_TEXT, false, PERSON_CHARS, "who has read it; the account's person"),
    PARAMS_END,
};
static const struct route_param REMINDERS_PARAMS[] = {
    QUERY_CONTRACT,
    QUERY_TEXT("person", "name of the person they are for"),
    QUERY_TEXT("channel", "app, mail, wecom, dingtalk, feishu or webhook"),
    QUERY_TEXT("state", "planned, sending, sent, cancelled or failed"),
    { "until", "until", PARAM_QUERY, PARAM_DATE, false, 0, "last day they were planned for" },
    QUERY_PAGE,
    PARAMS_END,
};
/* Changes: what is changed by its id, which version of it, and what happened. */
#define PHASE_CHANGED PATH_ID("phase", "id of the phase"), MATCH, FIELD_ON
static const struct route_param PHASE_SUBMIT_PARAMS[] = {
    PHASE_CHANGED,
    FIELD("documents", PARAM_LIST, false, 1, "titles that are filed with it"),
    FIELD_NOTE,
    PARAMS_END,
};
static const struct route_param PHASE_NOTE_PARAMS[] = { PHASE_CHANGED, FIELD_NOTE, PARAMS_END };
static const struct route_param PHASE_REASON_PARAMS[] = { PHASE_CHANGED, FIELD_REASON, PARAMS_END };
#define FINDING_CHANGED PATH_ID("finding", "id of the finding"), MATCH, FIELD_ON
static const struct route_param FINDING_FIX_PARAMS[] = { FINDING_CHANGED, PARAMS_END };
static const struct route_param FINDING_VERIFY_PARAMS[] = {
    FINDING_CHANGED,
    FIELD("ok", PARAM_FLAG, true, 1, "whether the fix holds"),
    PARAMS_END,
};
static const struct route_param FINDING_OPEN_PARAMS[] = {
    FIELD("cycle", PARAM_ID, true, INT64_MAX, "id of the cycle"),
    FIELD("code", PARAM_TEXT, true, CODE_CHARS, "code of the finding in its cycle"),
    FIELD("title", PARAM_TEXT, true, NAME_CHARS, "what was found"),
    FIELD("control_point", PARAM_TEXT, true, NAME_CHARS, "control point"),
    FIELD("risk", PARAM_TEXT, true, CODE_CHARS, "high, medium or low"),
    FIELD_ON,
    PARAMS_END,
};
static const struct route_param INCIDENT_PARAMS[] = { PATH_ID("incident", "id of the incident"),
                                                      PARAMS_END };
static const struct route_param INCIDENT_OPEN_PARAMS[] = {
    FIELD("contract", PARAM_TEXT, true, CODE_CHARS, "code of a contract"),
    FIELD("serial", PARAM_NUMBER, false, INT32_MAX, "number of the system in the contract"),
    FIELD("code", PARAM_TEXT, true, CODE_CHARS, "code of the incident in the contract"),
    FIELD("title", PARAM_TEXT, true, NAME_CHARS, "what happened"),
    FIELD("family", PARAM_TEXT, true, CODE_CHARS, "network, data, fault or consultation"),
    FIELD("level", PARAM_TEXT, false, CODE_CHARS, "level of a fault"),
    FIELD("grade", PARAM_TEXT, false, CODE_CHARS, "grade decided by hand: I to IV"),
    FIELD("occurred_at", PARAM_INSTANT, true, 0, "when it happened"),
    FIELD("facts", PARAM_OBJECT, false, 1, "facts that the contract grades by"),
    PARAMS_END,
};
#define INCIDENT_CHANGED PATH_ID("incident", "id of the incident"), MATCH
static const struct route_param INCIDENT_ACT_PARAMS[] = { INCIDENT_CHANGED, FIELD_AT, PARAMS_END };
static const struct route_param INCIDENT_RESOLVE_PARAMS[] = {
    INCIDENT_CHANGED,
    FIELD_AT,
    FIELD("remote", PARAM_FLAG, false, 1, "whether it was solved from afar"),
    PARAMS_END,
};
static const struct route_param PENALTY_PARAMS[] = { PATH_ID("penalty", "id of the penalty"),
                                                     PARAMS_END };
#define FIELD_BY FIELD("by", PARAM_TEXT, true, PERSON_CHARS, "name of who decided")
static const struct route_param INCIDENT_REGRADE_PARAMS[] = {
    INCIDENT_CHANGED,
    FIELD("grade", PARAM_TEXT, false, CODE_CHARS, "grade decided by hand: I to IV"),
    FIELD("facts", PARAM_OBJECT, false, 1, "facts that the contract grades by"),
    FIELD("level", PARAM_TEXT, false, CODE_CHARS, "level of a fault"),
    FIELD_BY,
    FIELD_REASON,
    PARAMS_END,
};
static const struct route_param FINDING_DECIDE_PARAMS[] = { FINDING_CHANGED, FIELD_BY, FIELD_REASON,
                                                            PARAMS_END };
static const struct route_param PHASE_SKIP_PARAMS[] = { PHASE_CHANGED, FIELD_BY, FIELD_REASON,
                                                        PARAMS_END };
#define PENALTY_DECIDED                                                                            \
    PATH_ID("penalty", "id of the penalty"), MATCH, FIELD_ON, FIELD_BY, FIELD_REASON
static const struct route_param PENALTY_DECIDE_PARAMS[] = { PENALTY_DECIDED, PARAMS_END };
static const struct route_param PENALTY_CONFIRM_PARAMS[] = {
    PENALTY_DECIDED,
    FIELD("receipt", PARAM_ID, false, INT64_MAX, "the notification by which the vendor read of it"),
    PARAMS_END,
};
static const struct route_param SYSTEM_PARAMS[] = { PATH_ID("system", "id of the system"),
                                                    PARAMS_END };
static const struct route_param SYSTEM_RENAME_PARAMS[] = {
    PATH_ID("system", "id of the system"),
    MATCH,
    FIELD("name", PARAM_TEXT, true, NAME_CHARS, "what it is called from now on"),
    PARAMS_END,
};
static const struct route_param SYSTEMS_PARAMS[] = {
    QUERY_CONTRACT,
    QUERY_TEXT("team", "code of a team"),
    { "grade", "grade", PARAM_QUERY, PARAM_NUMBER, false, 5, "protection grade" },
    { "phase", "phase", PARAM_QUERY, PARAM_NUMBER, false, 99, "number of the phase it is in" },
    QUERY_TEXT("q", "part of the name"),
    QUERY_PAGE,
    PARAMS_END,
};

/* The contract is required: recurring work of all contracts has no order that anybody could use. */
static const struct route_param TASKS_PARAMS[] = {
    { "contract", "contract", PARAM_QUERY, PARAM_TEXT, true, CODE_CHARS, "code of a contract" },
    QUERY_TEXT("state", "state of the task"),
    QUERY_TEXT("clause", "clause"),
    QUERY_TEXT("person", "somebody's, and nobody's"),
    { "on", "on", PARAM_QUERY, PARAM_DATE, false, 0, "a day of the slot" },
    { "until", "until", PARAM_QUERY, PARAM_DATE, false, 0, "last due day" },
    QUERY_PAGE,
    PARAMS_END,
};
static const struct route_param TASK_COMPLETE_PARAMS[] = {
    PATH_ID("task", "id of the task"),
    MATCH,
    FIELD_ON,
    FIELD("items_done", PARAM_NUMBER, false, CHECKLIST_MOST, "items done; all when not said"),
    FIELD("by", PARAM_TEXT, false, PERSON_CHARS, "who did it"),
    FIELD_NOTE,
    PARAMS_END,
};
static const struct route_param TASK_REASSIGN_PARAMS[] = {
    PATH_ID("task", "id of the task"),
    MATCH,
    FIELD("person", PARAM_TEXT, false, PERSON_CHARS, "for whom; whoever is there when not said"),
    PARAMS_END,
};

/* A read that one operation of a service answers; HEAD is served by the same row. */
#define READ(who, path, service, op, params, about)                                                \
    {                                                                                              \
        "GET", path, ACCESS_OWNER | (who), 0, 200, HTTP_TYPE_JSON, service, op, params, on_relay,  \
            about                                                                                  \
    }

/* A change that one operation makes; its answer is the row as it is now. */
#define ACT(who, path, service, op, params, about)                                                 \
    {                                                                                              \
        "POST", path, ACCESS_OWNER | (who), ACT_BODY, 200, HTTP_TYPE_JSON, service, op, params,    \
            on_relay, about                                                                        \
    }
/* What is there no more afterwards; its answer is the row as it ended. Twice is once, so neither a
 * version nor a key is needed. */
#define DROP(who, path, service, op, params, about)                                                \
    {                                                                                              \
        "DELETE", path, ACCESS_OWNER | (who), 0, 200, HTTP_TYPE_JSON, service, op, params,         \
            on_relay, about                                                                        \
    }
/* Something new: 201 with its place. */
#define MAKE(who, path, service, op, params, about)                                                \
    {                                                                                              \
        "POST", path, ACCESS_OWNER | (who), ACT_BODY, 201, HTTP_TYPE_JSON, service, op, params,    \
            on_create, about                                                                       \
    }

/* A row of the owner's: one of accounts. No account may call it, or one that leaked could make
 * another and outlive its revocation. */
#define OWNED(method, path, body, status, op, params, fn, about)                                   \
    {                                                                                              \
        method, path, ACCESS_OWNER, body, status, HTTP_TYPE_JSON, "mlps.registry", op, params, fn, \
            about                                                                                  \
    }

const struct route GATEWAY_ROUTES[] = {
    OWNED("GET", "/api/v1/accounts", 0, 200, "account.list", ACCOUNTS_PARAMS, on_relay,
          "accounts and whom they are tied to"),
    OWNED("POST", "/api/v1/accounts", ACT_BODY, 201, "account.add", ACCOUNT_ADD_PARAMS, on_create,
          "a new account; this answer alone has its token"),
    OWNED("DELETE", "/api/v1/accounts/{id}", 0, 200, "account.revoke", ACCOUNT_PARAMS, on_relay,
          "an account's token opens nothing from now on"),
    OWNED("POST", "/api/v1/accounts/{id}/bind", ACT_BODY, 200, "account.bind", ACCOUNT_BIND_PARAMS,
          on_relay, "an account is a person of a contract"),
    OWNED("POST", "/api/v1/accounts/{id}/unbind", ACT_BODY, 200, "account.unbind",
          ACCOUNT_UNBIND_PARAMS, on_relay, "an account is nobody of a contract any more"),
    { "GET", "/api/v1/calendar/{token}.ics", ACCESS_LINK, 0, 200, "text/calendar; charset=utf-8",
      "mlps.report", "feed.get", CALENDAR_PARAMS, on_calendar,
      "a calendar feed (iCalendar, RFC 5545); the link is the credential" },
    READ(ACCESS_CUSTOMER | ACCESS_LEADING, "/api/v1/calendars", "mlps.report", "feed.list",
         OF_CONTRACT_PARAMS, "calendar feeds of a contract, revoked ones too"),
    MAKE(ACCESS_MANAGER, "/api/v1/calendars", "mlps.report", "feed.issue", CALENDAR_ISSUE_PARAMS,
         "issue a calendar feed; this answer alone has its token and link"),
    DROP(ACCESS_MANAGER, "/api/v1/calendars/{id}", "mlps.report", "feed.revoke",
         CALENDAR_REVOKE_PARAMS, "a calendar feed shows nothing from now on"),
    READ(0, "/api/v1/contracts", "mlps.registry", "contract.list", NULL, "contracts"),
    READ(ACCESS_PEOPLE, "/api/v1/contracts/{code}", "mlps.registry", "contract.get", CODE_PARAMS,
         "one contract"),
    READ(ACCESS_LEADING, "/api/v1/contracts/{code}/forecast", "mlps.report", "forecast.get",
         FORECAST_PARAMS,
         "collisions, loads, penalty exposure and bands of chance in the next working days"),
    READ(ACCESS_PEOPLE, "/api/v1/contracts/{code}/moved", "mlps.report", "deadline.moved",
         MOVED_PARAMS, "deadlines that a later ruling moved"),
    READ(ACCESS_PEOPLE, "/api/v1/contracts/{code}/progress", "mlps.report", "progress.get",
         PROGRESS_PARAMS, "every system with its phases"),
    MAKE(ACCESS_MANAGER, "/api/v1/cycles", "mlps.lifecycle", "cycle.open", CYCLE_OPEN_PARAMS,
         "plan a system's phases and begin the first"),
    READ(ACCESS_PEOPLE, "/api/v1/cycles/{id}", "mlps.lifecycle", "cycle.get", CYCLE_PARAMS,
         "one cycle"),
    READ(ACCESS_PEOPLE, "/api/v1/deadlines", "mlps.report", "deadline.list", DEADLINES_PARAMS,
         "deadlines by due date"),
    READ(ACCESS_PEOPLE, "/api/v1/deadlines/{id}", "mlps.report", "deadline.get", DEADLINE_PARAMS,
         "one deadline"),
    READ(ACCESS_PEOPLE, "/api/v1/deadlines/{id}/proof", "mlps.report", "deadline.proof",
         DEADLINE_PARAMS, "why it is due when it is"),
    READ(ACCESS_PEOPLE, "/api/v1/deliverables", "mlps.delivery", "deliverable.list",
         DELIVERABLES_PARAMS, "deliverables"),
    MAKE(ACCESS_CUSTOMER | ACCESS_MANAGER, "/api/v1/deliverables", "mlps.delivery",
         "deliverable.add", DELIVERABLE_ADD_PARAMS, "one more document is required"),
    ACT(ACCESS_CUSTOMER, "/api/v1/deliverables/{id}/accept", "mlps.delivery", "deliverable.accept",
        DELIVERABLE_MOVE_PARAMS, "what was submitted is accepted"),
    ACT(ACCESS_CUSTOMER, "/api/v1/deliverables/{id}/object", "mlps.delivery", "deliverable.object",
        DELIVERABLE_MOVE_PARAMS, "what was submitted is not accepted"),
    ACT(ACCESS_CUSTOMER, "/api/v1/deliverables/{id}/sign", "mlps.delivery", "deliverable.sign",
        DELIVERABLE_MOVE_PARAMS, "what was accepted is signed"),
    ACT(ACCESS_WORKING, "/api/v1/deliverables/{id}/submit", "mlps.delivery", "deliverable.submit",
        DELIVERABLE_SUBMIT_PARAMS, "a document is handed in"),
    { "GET", "/api/v1/events", ACCESS_OWNER, 0, 200, "text/event-stream", "mlps.report",
      "event.list", EVENTS_PARAMS, on_events, "events as they happen (server-sent events)" },
    { "POST", "/api/v1/exports", ACCESS_OWNER | ACCESS_CUSTOMER | ACCESS_LEADING, EXPORT_BODY, 202,
      HTTP_TYPE_JSON, "mlps.report", "export.request", EXPORTS_PARAMS, on_create,
      "ask for a workbook" },
    READ(ACCESS_CUSTOMER | ACCESS_LEADING, "/api/v1/exports/{id}", "mlps.report", "export.get",
         EXPORT_PARAMS, "one export and its progress"),
    { "GET", "/api/v1/exports/{id}/file", ACCESS_OWNER | ACCESS_CUSTOMER | ACCESS_LEADING, 0, 200,
      XLSX, "mlps.report", "export.get", EXPORT_PARAMS, on_export_file,
      "the workbook of a finished export" },
    READ(ACCESS_PEOPLE, "/api/v1/findings", "mlps.lifecycle", "finding.list", FINDINGS_PARAMS,
         "findings"),
    MAKE(ACCESS_WORKING, "/api/v1/findings", "mlps.lifecycle", "finding.open", FINDING_OPEN_PARAMS,
         "report a finding"),
    ACT(ACCESS_CUSTOMER, "/api/v1/findings/{id}/accept-risk", "mlps.lifecycle",
        "finding.accept_risk", FINDING_DECIDE_PARAMS, "the customer bears the risk of a finding"),
    ACT(ACCESS_CUSTOMER | ACCESS_WORKING, "/api/v1/findings/{id}/fix", "mlps.lifecycle",
        "finding.fix", FINDING_FIX_PARAMS, "a finding is fixed"),
    ACT(ACCESS_CUSTOMER | ACCESS_MANAGER, "/api/v1/findings/{id}/reopen", "mlps.lifecycle",
        "finding.reopen", FINDING_DECIDE_PARAMS,
        "a finding that was verified or accepted is open again"),
    ACT(ACCESS_WORKING, "/api/v1/findings/{id}/verify", "mlps.lifecycle", "finding.verify",
        FINDING_VERIFY_PARAMS, "a fix holds, or the finding is open again"),
    READ(ACCESS_PEOPLE, "/api/v1/incidents", "mlps.sla", "incident.list", INCIDENTS_PARAMS,
         "incidents"),
    MAKE(ACCESS_CUSTOMER | ACCESS_WORKING, "/api/v1/incidents", "mlps.sla", "incident.open",
         INCIDENT_OPEN_PARAMS, "record an incident; its clocks run"),
    READ(ACCESS_PEOPLE, "/api/v1/incidents/{id}", "mlps.sla", "incident.get", INCIDENT_PARAMS,
         "one incident with its deadlines"),
    ACT(ACCESS_WORKING, "/api/v1/incidents/{id}/arrive", "mlps.sla", "incident.arrive",
        INCIDENT_ACT_PARAMS, "people are on site"),
    ACT(ACCESS_CUSTOMER | ACCESS_MANAGER, "/api/v1/incidents/{id}/close", "mlps.sla",
        "incident.close", INCIDENT_ACT_PARAMS, "a resolved incident is verified and filed"),
    ACT(ACCESS_CUSTOMER | ACCESS_LEADING, "/api/v1/incidents/{id}/regrade", "mlps.sla",
        "incident.regrade", INCIDENT_REGRADE_PARAMS,
        "another grade: clocks and penalty case follow"),
    ACT(ACCESS_CUSTOMER | ACCESS_MANAGER, "/api/v1/incidents/{id}/request-onsite", "mlps.sla",
        "incident.request_onsite", INCIDENT_ACT_PARAMS, "the purchaser wants people on site"),
    ACT(ACCESS_WORKING, "/api/v1/incidents/{id}/resolve", "mlps.sla", "incident.resolve",
        INCIDENT_RESOLVE_PARAMS, "an incident is over"),
    ACT(ACCESS_WORKING, "/api/v1/incidents/{id}/respond", "mlps.sla", "incident.respond",
        INCIDENT_ACT_PARAMS, "the first response"),
    READ(ACCESS_PEOPLE | ACCESS_SELF, "/api/v1/notifications", "mlps.report", "notification.list",
         NOTIFICATIONS_PARAMS, "what people were told in the application, and who read it when"),
    ACT(ACCESS_PEOPLE, "/api/v1/notifications/{id}/read", "mlps.report", "notification.read",
        NOTIFICATION_READ_PARAMS, "give the receipt of a notification"),
    { "GET", "/api/v1/openapi.json", ACCESS_OWNER | ACCESS_PEOPLE, 0, 200, HTTP_TYPE_JSON, NULL,
      NULL, NULL, on_openapi, "this description" },
    READ(ACCESS_CUSTOMER | ACCESS_LEADING, "/api/v1/penalties", "mlps.sla", "penalty.list",
         PENALTIES_PARAMS, "penalties of a contract"),
    READ(ACCESS_CUSTOMER | ACCESS_LEADING, "/api/v1/penalties/{id}", "mlps.sla", "penalty.get",
         PENALTY_PARAMS, "one penalty with its proof"),
    ACT(ACCESS_LEADING, "/api/v1/penalties/{id}/appeal", "mlps.sla", "penalty.appeal",
        PENALTY_DECIDE_PARAMS, "the vendor objects"),
    ACT(ACCESS_CUSTOMER, "/api/v1/penalties/{id}/confirm", "mlps.sla", "penalty.confirm",
        PENALTY_CONFIRM_PARAMS, "the customer decides that it is charged"),
    ACT(ACCESS_CUSTOMER, "/api/v1/penalties/{id}/notify", "mlps.sla", "penalty.notify",
        PENALTY_DECIDE_PARAMS, "the vendor is told of it"),
    ACT(ACCESS_CUSTOMER, "/api/v1/penalties/{id}/reverse", "mlps.sla", "penalty.reverse",
        PENALTY_DECIDE_PARAMS, "the customer takes a confirmed one back"),
    ACT(ACCESS_CUSTOMER, "/api/v1/penalties/{id}/waive", "mlps.sla", "penalty.waive",
        PENALTY_DECIDE_PARAMS, "the customer does not charge it"),
    READ(ACCESS_CUSTOMER | ACCESS_LEADING, "/api/v1/people", "mlps.registry", "person.list",
         OF_CONTRACT_PARAMS, "people of a contract"),
    READ(ACCESS_PEOPLE, "/api/v1/phases/{id}", "mlps.lifecycle", "phase.get", PHASE_PARAMS,
         "one phase"),
    ACT(ACCESS_CUSTOMER | ACCESS_MANAGER, "/api/v1/phases/{id}/approve", "mlps.lifecycle",
        "phase.approve", PHASE_NOTE_PARAMS, "end a phase through its gate and begin the next"),
    ACT(ACCESS_MANAGER, "/api/v1/phases/{id}/resume", "mlps.lifecycle", "phase.resume",
        PHASE_NOTE_PARAMS, "the clock runs again, the due day moves"),
    ACT(ACCESS_CUSTOMER | ACCESS_MANAGER, "/api/v1/phases/{id}/return", "mlps.lifecycle",
        "phase.return", PHASE_REASON_PARAMS, "what was submitted is not accepted"),
    ACT(ACCESS_CUSTOMER, "/api/v1/phases/{id}/skip", "mlps.lifecycle", "phase.skip",
        PHASE_SKIP_PARAMS, "a phase is not needed"),
    ACT(ACCESS_WORKING, "/api/v1/phases/{id}/submit", "mlps.lifecycle", "phase.submit",
        PHASE_SUBMIT_PARAMS, "the work of a phase is done"),
    ACT(ACCESS_MANAGER, "/api/v1/phases/{id}/suspend", "mlps.lifecycle", "phase.suspend",
        PHASE_REASON_PARAMS, "the clock stands still"),
    READ(ACCESS_PEOPLE | ACCESS_SELF, "/api/v1/reminders", "mlps.report", "reminder.list",
         REMINDERS_PARAMS, "the reminder ledger by planned time"),
    READ(ACCESS_PEOPLE, "/api/v1/systems", "mlps.registry", "system.list", SYSTEMS_PARAMS,
         "systems"),
    READ(ACCESS_PEOPLE, "/api/v1/systems/{id}", "mlps.registry", "system.get", SYSTEM_PARAMS,
         "one system with its cycles"),
    { "PATCH", "/api/v1/systems/{id}", ACCESS_OWNER | ACCESS_MANAGER, ACT_BODY, 200, HTTP_TYPE_JSON,
      "mlps.registry", "system.rename", SYSTEM_RENAME_PARAMS, on_relay,
      "a system has another name" },
    READ(ACCESS_PEOPLE, "/api/v1/tasks", "mlps.delivery", "task.list", TASKS_PARAMS,
         "recurring work of a contract by due day"),
    ACT(ACCESS_WORKING, "/api/v1/tasks/{id}/complete", "mlps.delivery", "task.complete",
        TASK_COMPLETE_PARAMS, "recurring work was done"),
    ACT(ACCESS_MANAGER, "/api/v1/tasks/{id}/reassign", "mlps.delivery", "task.reassign",
        TASK_REASSIGN_PARAMS, "a task is for somebody else"),
    { "GET", "/healthz", ACCESS_OPEN, 0, 200, HTTP_TYPE_JSON, NULL, NULL, NULL, on_healthz,
      "whether the process lives" },
    { "GET", "/metrics", ACCESS_OPEN, 0, 200, "text/plain; version=0.0.4; charset=utf-8", NULL,
      NULL, NULL, on_metrics, "counters in the Prometheus text format" },
    { "GET", "/readyz", ACCESS_OPEN, 0, 200, HTTP_TYPE_JSON, NULL, NULL, NULL, on_readyz,
      "whether the bus, every service and the database answer" },
};
const size_t GATEWAY_ROUTE_COUNT = COUNT_OF(GATEWAY_ROUTES);
