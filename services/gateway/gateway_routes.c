#include "gateway_routes.h"

#include "ceilings.h"
#include "gateway_handlers.h"
#include "http_reply.h"

/* Ceilings in characters and bytes; what is longer is refused here and never reaches a service. */
enum {
    /* Ceilings of texts in characters; longer ones are refused here and never reach a service. */
    CODE_CHARS = 80, /* a contract's code, a state, a kind */
    CURSOR_CHARS = 200,
    EXPORT_BODY = 4 << 10, /* bytes of POST /exports */
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
#define PARAMS_END                                                                                 \
    {                                                                                              \
        NULL, NULL, PARAM_PATH, PARAM_ID, false, 0, NULL                                           \
    }

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
    PARAMS_END,
};
static const struct route_param CYCLE_PARAMS[] = { PATH_ID("cycle", "id of the cycle"),
                                                   PARAMS_END };
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
/* The contract is required: penalties of all contracts together mean nothing. */
static const struct route_param PENALTIES_PARAMS[] = {
    { "contract", "contract", PARAM_QUERY, PARAM_TEXT, true, CODE_CHARS, "code of a contract" },
    QUERY_TEXT("state", "state of the penalty"),
    QUERY_PAGE,
    PARAMS_END,
};
static const struct route_param PHASE_PARAMS[] = { PATH_ID("phase", "id of the phase"),
                                                   PARAMS_END };
static const struct route_param SYSTEM_PARAMS[] = { PATH_ID("system", "id of the system"),
                                                    PARAMS_END };
static const struct route_param SYSTEMS_PARAMS[] = {
    QUERY_CONTRACT,
    QUERY_TEXT("team", "code of a team"),
    { "grade", "grade", PARAM_QUERY, PARAM_NUMBER, false, 5, "protection grade" },
    { "phase", "phase", PARAM_QUERY, PARAM_NUMBER, false, 99, "number of the phase it is in" },
    QUERY_TEXT("q", "part of the name"),
    QUERY_PAGE,
    PARAMS_END,
};

/* A read that one operation of a service answers. */
#define READ(path, service, op, params, about)                                                     \
    {                                                                                              \
        "GET", path, ACCESS_TOKEN, 0, 200, HTTP_TYPE_JSON, service, op, params, on_relay, about    \
    }

const struct route GATEWAY_ROUTES[] = {
    READ("/api/v1/contracts", "mlps.registry", "contract.list", NULL, "contracts"),
    READ("/api/v1/contracts/{code}", "mlps.registry", "contract.get", CODE_PARAMS, "one contract"),
    READ("/api/v1/contracts/{code}/forecast", "mlps.report", "forecast.get", FORECAST_PARAMS,
         "collisions, loads, penalty exposure and bands of chance in the next working days"),
    READ("/api/v1/contracts/{code}/progress", "mlps.report", "progress.get", PROGRESS_PARAMS,
         "every system with its phases"),
    READ("/api/v1/cycles/{id}", "mlps.lifecycle", "cycle.get", CYCLE_PARAMS, "one cycle"),
    READ("/api/v1/deadlines", "mlps.report", "deadline.list", DEADLINES_PARAMS,
         "deadlines by due date"),
    READ("/api/v1/deadlines/{id}", "mlps.report", "deadline.get", DEADLINE_PARAMS, "one deadline"),
    READ("/api/v1/deadlines/{id}/proof", "mlps.report", "deadline.proof", DEADLINE_PARAMS,
         "why it is due when it is"),
    READ("/api/v1/deliverables", "mlps.delivery", "deliverable.list", DELIVERABLES_PARAMS,
         "deliverables"),
    { "GET", "/api/v1/events", ACCESS_TOKEN, 0, 200, "text/event-stream", "mlps.report",
      "event.list", EVENTS_PARAMS, on_events, "events as they happen (server-sent events)" },
    { "POST", "/api/v1/exports", ACCESS_TOKEN, EXPORT_BODY, 202, HTTP_TYPE_JSON, "mlps.report",
      "export.request", EXPORTS_PARAMS, on_export_request, "ask for a workbook" },
    READ("/api/v1/exports/{id}", "mlps.report", "export.get", EXPORT_PARAMS,
         "one export and its progress"),
    { "GET", "/api/v1/exports/{id}/file", ACCESS_TOKEN, 0, 200, XLSX, "mlps.report", "export.get",
      EXPORT_PARAMS, on_export_file, "the workbook of a finished export" },
    READ("/api/v1/findings", "mlps.lifecycle", "finding.list", FINDINGS_PARAMS, "findings"),
    READ("/api/v1/incidents", "mlps.sla", "incident.list", INCIDENTS_PARAMS, "incidents"),
    { "GET", "/api/v1/openapi.json", ACCESS_TOKEN, 0, 200, HTTP_TYPE_JSON, NULL, NULL, NULL,
      on_openapi, "this description" },
    READ("/api/v1/penalties", "mlps.sla", "penalty.list", PENALTIES_PARAMS,
         "penalties of a contract"),
    READ("/api/v1/phases/{id}", "mlps.lifecycle", "phase.get", PHASE_PARAMS, "one phase"),
    READ("/api/v1/systems", "mlps.registry", "system.list", SYSTEMS_PARAMS, "systems"),
    READ("/api/v1/systems/{id}", "mlps.registry", "system.get", SYSTEM_PARAMS,
         "one system with its cycles"),
    { "GET", "/healthz", ACCESS_OPEN, 0, 200, HTTP_TYPE_JSON, NULL, NULL, NULL, on_healthz,
      "whether the process lives" },
    { "GET", "/metrics", ACCESS_OPEN, 0, 200, "text/plain; version=0.0.4; charset=utf-8", NULL,
      NULL, NULL, on_metrics, "counters in the Prometheus text format" },
    { "GET", "/readyz", ACCESS_OPEN, 0, 200, HTTP_TYPE_JSON, NULL, NULL, NULL, on_readyz,
      "whether the bus, every service and the database answer" },
};
const size_t GATEWAY_ROUTE_COUNT = COUNT_OF(GATEWAY_ROUTES);
