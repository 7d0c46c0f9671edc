/* Requests of this service as structs. Decoding checks shape, ranges and unknown fields; what the
 * contract's pack says is checked by the handlers. Texts are borrowed from the call's arguments. */
#ifndef SLA_WIRE_H
#define SLA_WIRE_H

#include "call_args.h"
#include "page.h"
#include "service_host.h"

/* incident.code, incident_level_len, fact_name_form. */
enum { INCIDENT_CODE_MAX = 40, LEVEL_MAX = 8, FACT_NAME_MAX = 60 };

/* fact.record: a fact's name as terms ask for it, and when it happened. */
struct fact_args {
    const char *contract, *name, *at; /* `at` as given */
    const char *clause;               /* NULL: every clause that asks for it */
    int64_t serial;                   /* 0: of the contract as a whole */
    bool is_day;                      /* `at` was given as a date: it stands in `day` */
    int32_t day;
    int64_t at_us; /* the instant, when it was one */
};

struct incident_ref {
    int64_t id; /* 0: named by the two below */
    const char *contract, *code;
};

/* incident.open, and what a regrading works out of the row: all that decides grade, case and
 * clocks. */
struct incident_open_args {
    const char *contract, *code, *title, *family, *level,
        *grade;     /* level, grade: NULL, or by hand */
    int64_t serial; /* 0: of no system */
    int64_t occurred_at;
    const json_t *facts; /* NULL: none */
};

/* respond, request_onsite, arrive, resolve, close. */
struct incident_act_args {
    struct incident_ref ref;
    int64_t at;
    bool remote;     /* resolve only: solved from afar */
    int64_t version; /* 0: not said */
};

/* regrade: at least one of the three that decide a grade. */
struct incident_regrade_args {
    struct incident_ref ref;
    const json_t *facts;       /* NULL: as they are */
    const char *grade, *level; /* NULL: not said */
    const char *by, *note;     /* who decided, and why */
    int64_t version;           /* 0: not said */
};

/* Filters of the lists; 0 and NULL mean any. */
struct sla_list_args {
    int64_t id; /* one row: set by this service only */
    const char *contract, *state, *family;
    struct page page;
};

/* case.record: attributes are those that the pack's penalty rows of the type ask for. */
struct case_args {
    const char *contract, *code, *type, *title, *incident; /* incident NULL: of none */
    int64_t serial;                                        /* 0: of no system */
    int32_t on;
    const json_t *attributes;
};

/* case.void: the note goes into the event. */
struct case_void_args {
    const char *contract, *code, *note;
};

/* notify, appeal, confirm, waive, reverse. */
struct penalty_decide_args {
    int64_t penalty, version; /* version 0: not said */
    int32_t on;
    const char *by, *note; /* who decided, and why */
    int64_t
        receipt; /* confirm only: the notification by which the vendor read of it; 0: not said */
};

/* Every decoder: RC_INVALID names the field, RC_REFUSED a time of the future; the struct is then
 * unspecified. */
/* fact.record: `at` as a date or as an instant. */
MUST_CHECK rc_t fact_decode(const struct call *call, struct fact_args *ret);
/* incident.open: the facts are not looked at yet, their words are the pack's. */
MUST_CHECK rc_t incident_open_decode(const struct call *call, struct incident_open_args *ret);
/* respond, request_onsite, arrive, close. */
MUST_CHECK rc_t incident_act_decode(const struct call *call, struct incident_act_args *ret);
/* resolve: the only act that may have been done from afar. */
MUST_CHECK rc_t incident_resolve_decode(const struct call *call, struct incident_act_args *ret);
/* regrade: facts are not looked at yet, their words are the pack's. */
MUST_CHECK rc_t incident_regrade_decode(const struct call *call, struct incident_regrade_args *ret);
/* incident.get: by id, or by contract and code. */
MUST_CHECK rc_t incident_get_decode(const struct call *call, struct incident_ref *ret);
/* incident.list: a contract, and perhaps a state and a family. */
MUST_CHECK rc_t incident_list_decode(const struct call *call, struct sla_list_args *ret);
/* case.record: type and attributes are the pack's to check. */
MUST_CHECK rc_t case_record_decode(const struct call *call, struct case_args *ret);
/* case.void: with the reason, which the event keeps. */
MUST_CHECK rc_t case_void_decode(const struct call *call, struct case_void_args *ret);
/* penalty.list: a contract and perhaps a state. */
MUST_CHECK rc_t penalty_list_decode(const struct call *call, struct sla_list_args *ret);
/* penalty.get: the id. */
MUST_CHECK rc_t penalty_get_decode(const struct call *call, int64_t *ret_penalty);
/* The five decisions on a penalty: who, when and why are always needed. */
MUST_CHECK rc_t penalty_decide_decode(const struct call *call, struct penalty_decide_args *ret);
/* confirm: the same, and perhaps the receipt of the notice. */
MUST_CHECK rc_t penalty_confirm_decode(const struct call *call, struct penalty_decide_args *ret);
/* payment.list, fact.list: a contract. */
MUST_CHECK rc_t payment_list_decode(const struct call *call, struct sla_list_args *ret);

#endif
