/* Requests of this service as structs. Decoding checks shape, ranges and unknown fields; what only
 * the database knows is checked by the handlers. Texts are borrowed from the call's arguments. */
#ifndef LIFECYCLE_WIRE_H
#define LIFECYCLE_WIRE_H

#include "args.h"
#include "call_args.h"
#include "page.h"
#include "service_host.h"

enum {
    /* each is compared with each: 100 is far above what any pack's gate asks for */
    DOCUMENTS_MAX = 100, /* titles of one phase */
    FINDINGS_MAX = 1000, /* findings of one assessment */
    CONTROL_POINT_MAX = 120,
    PHASE_NUMBER_MAX = 20,
    SCORE_MOST = 10000, /* hundredths of a point */
};

/* A phase: by id, or the current round of a number in a system's newest cycle. */
struct phase_ref {
    int64_t id; /* 0: named by the three below */
    const char *contract;
    int64_t serial, number;
};

/* A finding: by id, or by its code in a system's newest cycle that has it. */
struct finding_ref {
    int64_t id; /* 0: named by the two below */
    struct system_ref system;
    const char *code;
};

/* A cycle: by id, or a system's newest. */
struct cycle_ref {
    int64_t id; /* 0: the newest of `system` */
    struct system_ref system;
};

/* The first day of the first phase. */
struct cycle_open_args {
    struct system_ref system;
    int32_t start;
};

/* Filters of the three lists; 0 and NULL mean any. */
struct list_args {
    int64_t id; /* one row: set by the get operations only */
    int64_t cycle, system;
    const char *contract, *team, *state;
    struct page page;
};

/* submit, approve, return, suspend, resume, skip. */
struct phase_args {
    struct phase_ref ref;
    int32_t on;
    const char *note;        /* NULL: none */
    const char *by;          /* who decided, skip only */
    const json_t *documents; /* list of titles, submit only; NULL: none */
    int64_t version;         /* 0: not said */
};

struct finding_input {
    const char *code, *title, *control_point, *risk;
};

/* A score that was given on a day, and what was found with it. */
struct assessment_args {
    struct phase_ref ref;
    int32_t on;
    const char *score;      /* as given */
    int64_t score_bp;       /* hundredths of a point, 0 to SCORE_MOST */
    const json_t *findings; /* list; decode each by finding_input_decode; NULL: none */
    int64_t version;
};

struct finding_open_args {
    struct cycle_ref cycle;
    struct finding_input finding;
    int32_t on;
};

struct finding_args {
    struct finding_ref ref;
    int32_t on;
    bool ok;               /* verify only */
    const char *by, *note; /* who decided and why: accept_risk and reopen only */
    int64_t version;
};

/* Every reader: RC_INVALID (RC_TOO_LARGE for long lists) names the field, RC_REFUSED a day of the
 * future; the struct is then unspecified. */
/* cycle.open: a system and the first day, which may lie in the past but not in the future. */
MUST_CHECK rc_t cycle_open_decode(const struct call *call, struct cycle_open_args *ret);
/* cycle.get: a cycle, or a system. */
MUST_CHECK rc_t cycle_get_decode(const struct call *call, struct cycle_ref *ret);
/* cycle.list: a contract and perhaps a team of it. */
MUST_CHECK rc_t cycle_list_decode(const struct call *call, struct list_args *ret);
/* phase.get: a phase by id, or the current round of a number. */
MUST_CHECK rc_t phase_get_decode(const struct call *call, struct phase_ref *ret);
/* phase.list: a contract and perhaps a state. The page has two keys. */
MUST_CHECK rc_t phase_list_decode(const struct call *call, struct list_args *ret);
/* submit: each title of `documents` is checked, so a handler may take them as texts. */
MUST_CHECK rc_t phase_submit_decode(const struct call *call, struct phase_args *ret);
/* approve, suspend, resume: the note may be left out. */
MUST_CHECK rc_t phase_review_decode(const struct call *call, struct phase_args *ret);
/* return: a note is needed. */
MUST_CHECK rc_t phase_return_decode(const struct call *call, struct phase_args *ret);
/* skip: who decided and why are needed. */
MUST_CHECK rc_t phase_skip_decode(const struct call *call, struct phase_args *ret);
/* assessment.record: the score is exact; entries of `findings` are not looked at yet. */
MUST_CHECK rc_t assessment_decode(const struct call *call, struct assessment_args *ret);
/* One entry of `findings`, or the fields of finding.open. */
MUST_CHECK rc_t finding_input_decode(const json_t *json, struct finding_input *ret,
                                     struct problem *problem);
/* finding.list: every filter may be left out. */
MUST_CHECK rc_t finding_list_decode(const struct call *call, struct list_args *ret);
/* finding.open: a cycle or a system, and what was found. */
MUST_CHECK rc_t finding_open_decode(const struct call *call, struct finding_open_args *ret);
/* finding.fix: a finding and the day of its fix. */
MUST_CHECK rc_t finding_fix_decode(const struct call *call, struct finding_args *ret);
/* finding.verify: the same with the day of the check and its outcome. */
MUST_CHECK rc_t finding_verify_decode(const struct call *call, struct finding_args *ret);
/* finding.accept_risk, finding.reopen: a finding, the day, who decided and why. */
MUST_CHECK rc_t finding_decide_decode(const struct call *call, struct finding_args *ret);

enum { SCORE_TEXT = 24 }; /* bytes of a score as text */
/* "70.00" for 7000: the form in which gates compare scores. `out` has SCORE_TEXT bytes. */
const char *score_text(int64_t score_bp, char *out);

#endif
