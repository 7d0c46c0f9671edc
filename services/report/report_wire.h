/* Arguments of the report's operations as structs. Texts are borrowed from the request; every
 * reader refuses unknown fields, names the field that is wrong and leaves *ret unchanged on
 * failure. */
#ifndef REPORT_WIRE_H
#define REPORT_WIRE_H

#include <jansson.h>
#include <stdint.h>

#include "forecast_rates.h"
#include "page.h"
#include "problem.h"

/* Arguments of progress.get. */
struct progress_get {
    const char *contract;
    struct page page; /* by serial */
};
/* Without `limit` the page has MAX_LIST_LIMIT systems: a matrix is looked at whole. */
MUST_CHECK rc_t report_read_progress_get(const json_t *args, struct progress_get *ret,
                                         struct problem *problem);

/* Arguments of summary.get. */
struct summary_get {
    const char *contract;
    int64_t working_days; /* how far ahead */
};
/* `working_days` 0 to 60, 10 when absent. */
MUST_CHECK rc_t report_read_summary_get(const json_t *args, struct summary_get *ret,
                                        struct problem *problem);

/* Arguments of deadline.list. */
struct deadline_list {
    const char *contract, *state, *kind; /* NULL: any */
    int32_t until;                       /* INT32_MIN: any */
    int64_t deadline;                    /* only this row, 0: any, as every request has it */
    const char *code;                    /* only this one, NULL: any, likewise */
    struct page page;                    /* by instant and row */
};
/* `state` and `kind` must be words of the table; the message lists them. */
MUST_CHECK rc_t report_read_deadline_list(const json_t *args, struct deadline_list *ret,
                                          struct problem *problem);

/* Arguments of deadline.get and deadline.proof: the id, or contract and code, exactly one of the
 * two ways and whole. Gives the list that holds this one deadline. */
MUST_CHECK rc_t report_read_deadline_get(const json_t *args, struct deadline_list *ret,
                                         struct problem *problem);

/* Arguments of deadline.moved. */
struct deadline_moved {
    const char *contract, *calendar, *reason; /* NULL: any; `calendar` is a version */
    int32_t since;                            /* day the ruling was made; INT32_MIN: any */
    struct page page;                         /* by ruling */
};
/* `reason` must be a word of the table of rulings; the message lists them. */
MUST_CHECK rc_t report_read_deadline_moved(const json_t *args, struct deadline_moved *ret,
                                           struct problem *problem);

/* Arguments of export.request. */
struct export_request {
    const char *kind, *contract, *lang; /* `lang` zh or en, never NULL */
};
/* `kind` must be a workbook that worker export makes; the message lists them. */
MUST_CHECK rc_t report_read_export_request(const json_t *args, struct export_request *ret,
                                           struct problem *problem);

/* Arguments of export.list. */
struct export_list {
    const char *contract; /* NULL: any */
    int64_t id;           /* only this row, 0: any, as every request has it */
    struct page page;     /* by row, newest first */
};
/* The page is by row, newest first. */
MUST_CHECK rc_t report_read_export_list(const json_t *args, struct export_list *ret,
                                        struct problem *problem);

/* Arguments of export.get: gives the list that holds this one export. */
MUST_CHECK rc_t report_read_export_get(const json_t *args, struct export_list *ret,
                                       struct problem *problem);

/* Arguments of feed.issue: with neither team nor person the feed is the contract's. */
struct feed_issue {
    const char *contract;
    const char *team;   /* its code, or NULL */
    const char *person; /* a name, or NULL */
};
/* At most one of `team` and `person`. */
MUST_CHECK rc_t report_read_feed_issue(const json_t *args, struct feed_issue *ret,
                                       struct problem *problem);

/* Arguments of feed.list. */
struct feed_list {
    const char *contract; /* NULL: any, as only feed_store_get asks */
    int64_t feed;         /* only this row, 0: any, as every request has it */
    struct page page;     /* by row */
};
/* Revoked feeds are listed too. */
MUST_CHECK rc_t report_read_feed_list(const json_t *args, struct feed_list *ret,
                                      struct problem *problem);

/* Arguments of feed.revoke: the row, from 1. */
MUST_CHECK rc_t report_read_feed_revoke(const json_t *args, int64_t *ret_feed,
                                        struct problem *problem);

/* Arguments of feed.get. */
struct feed_get {
    const char *token; /* of any form: whether it is one, its hash tells */
    const char *lang;  /* zh or en, never NULL */
    const char *known; /* versions that the caller has, in any form; NULL: none */
};
/* `lang` zh when absent. */
MUST_CHECK rc_t report_read_feed_get(const json_t *args, struct feed_get *ret,
                                     struct problem *problem);

/* Arguments of event.list. */
struct event_list {
    const char *contract; /* NULL: any */
    int64_t after;        /* seq of the last event seen, 0: none */
    int64_t limit;
};
/* `after` from 0, `limit` up to MAX_LIST_LIMIT. */
MUST_CHECK rc_t report_read_event_list(const json_t *args, struct event_list *ret,
                                       struct problem *problem);

/* Arguments of forecast.get. */
struct forecast_get {
    const char *contract;
    int64_t working_days; /* how far ahead */
    int64_t seed, runs;
    int64_t capacity; /* things one person can hand over on one day */
    int64_t rates[RATE__COUNT]; /* of what is not planned; RATE_LEFT_OUT: the forecast settles it */
};
/* Rates by their words (forecast_rates.h): incidents 0 to INCIDENTS_MOST, the others 0 to 100;
 * `working_days` 1 to FORECAST_DAYS_MAX, 30 when absent; `runs` 1 to FORECAST_RUNS_MAX, 200; `seed`
 * from 0, 1; `capacity` 1 to FORECAST_CAPACITY_MAX, 3. */
MUST_CHECK rc_t report_read_forecast_get(const json_t *args, struct forecast_get *ret,
                                         struct problem *problem);

/* Arguments of subject.contract: what the paths of the gateway and the events call a row. */
struct subject_contract {
    const char *kind; /* system, cycle, phase, ... */
    int64_t id;
};
/* Both are required; a kind that is none is RC_INVALID and names those there are. */
MUST_CHECK rc_t report_read_subject_contract(const json_t *args, struct subject_contract *ret,
                                             struct problem *problem);

/* Arguments of work.pending. */
struct work_pending {
    const char *contract; /* NULL: any */
};
/* `contract` in the form that the table demands. */
MUST_CHECK rc_t report_read_work_pending(const json_t *args, struct work_pending *ret,
                                         struct problem *problem);

#endif
