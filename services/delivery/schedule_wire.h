/* Requests about schedules and reviews as structs. As delivery_wire.h: texts are borrowed from the
 * call's arguments, and after a failure the struct is unspecified. */
#ifndef SCHEDULE_WIRE_H
#define SCHEDULE_WIRE_H

#include "call_args.h"
#include "page.h"
#include "service_host.h"

/* Ten years of days, as the constraint schedule_window_range has it; a unit is "holder/certificate"
 * of a person. */
enum { WINDOW_DAYS_MAX = 3660, UNIT_CHARS_MAX = 300 };

/* schedule.list; 0 and NULL mean any. */
struct schedule_list_args {
    int64_t id; /* one row: set by this service only */
    const char *contract;
    struct page page;
};
/* schedule.policy: a window is of "window" only, and needs days. */
struct schedule_policy_args {
    int64_t schedule;
    const char *catch_up;
    int64_t window_days; /* -1: not said */
};

/* What a review is reckoned from. */
enum review_what {
    REVIEW_FILED,    /* a system was filed, or its filing renewed */
    REVIEW_ASSESSED, /* a system was assessed */
    REVIEW_EXPIRES,  /* the last day of a certificate; it may lie in the future */
    REVIEW_WHAT__COUNT
};
/* review.record: a system by serial, or a clause and whose certificate it is. */
struct review_args {
    const char *contract, *clause, *unit, *word;
    enum review_what what;
    int64_t serial;
    int32_t on;
};
/* How one of them is kept. */
struct review_word {
    const char *word; /* as asked, and the fact's name */
    const char *work; /* of the schedule that asks for it */
    bool of_system;
};
extern const struct review_word REVIEW_WORDS[REVIEW_WHAT__COUNT];

/* A contract, and where the page begins. */
MUST_CHECK rc_t schedule_list_decode(const struct call *call, struct schedule_list_args *ret);
/* RC_INVALID names `catch_up` or `window_days`. */
MUST_CHECK rc_t schedule_policy_decode(const struct call *call, struct schedule_policy_args *ret);
/* RC_INVALID names `what`, `serial` or `clause`; RC_REFUSED a day of the future of what has
 * happened.
 */
MUST_CHECK rc_t review_decode(const struct call *call, struct review_args *ret);

#endif
