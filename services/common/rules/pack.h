/* A contract pack: what one contract says, as data. pack_read() turns YAML into these read-only
 * tables, all or nothing; schema/packs/README.md describes the language. Rows keep the document's
 * order; every text is UTF-8 and lives as long as the pack. */
#ifndef PACK_H
#define PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "civil.h"
#include "condition.h"
#include "pack_people.h"
#include "pack_record.h"
#include "problem.h"

#define NO_DAY     INT32_MIN /* a date the pack leaves open */
#define NO_INSTANT INT64_MIN /* an instant that is not known */

enum duration_unit { UNIT_WORKING_DAYS, UNIT_DAYS, UNIT_MONTHS, UNIT_MINUTES, UNIT_HOURS };

/* A limit of time as the clause states it. amount 0 with no unit text means: not stated. */
struct duration {
    int32_t amount;
    enum duration_unit unit;
    bool strict; /* 小于: exactly at the limit is too late */
};

/* Seconds of a duration in minutes or hours. */
int64_t duration_seconds(const struct duration *duration);

/* ---- the contract's frame ---- */

struct pack_party { /* purchaser, vendor, penalty_decider … */
    struct pack_place at;
    const char *clause, *role, *name;
    PACK_ROWS(const char *) aliases;
};

struct pack_reading { /* one open clause's declared value */
    struct pack_place at;
    const char *name, *value, *about; /* `value` NULL: no default, it must be given */
    PACK_ROWS(const char *) one_of;   /* empty: any value */
    PACK_ROWS(const char *) clauses;  /* empty: all it touches */
};

struct pack_scale { /* the words a fact may have; the order counts in >= and <= */
    struct pack_place at;
    const char *fact;
    PACK_ROWS(const char *) words; /* least first */
};

/* A team that serves some of the systems. */
struct pack_team {
    struct pack_place at;
    const char *clause, *code, *name;
};

/* A system under protection, as the document lists it. */
struct pack_system {
    struct pack_place at;
    const char *clause, *name, *team; /* `team` is a code of `teams` */
    int64_t no;                       /* serial number in the document */
    int64_t grade;                    /* protection level 1 to 5 */
    PACK_ROWS(const char *) aliases;  /* other names the document uses */
};

struct pack_line { /* procurement line */
    struct pack_place at;
    const char *clause, *name, *detail, *unit;
    int64_t no, quantity;
};

struct pack_contradiction { /* what the document says twice, differently; never resolved in silence
                             */
    struct pack_place at;
    const char *topic, *about, *reading; /* `reading`: which one decides, NULL when none */
    const char *service, *field;         /* what they differ in, or NULL */
    PACK_ROWS(const char *) clauses;
    PACK_ROWS(const char *) says;
    PACK_ROWS(struct pack_scalar) values; /* what each of them says, where it can be compared */
};

/* ---- work that comes again ---- */

/* The stretches of time that recurring work is planned by. */
enum slot_period {
    SLOT_ONCE, /* no date and no period: once for the whole contract */
    SLOT_DAY,
    SLOT_WEEK,
    SLOT_MONTH,
    SLOT_QUARTER,
    SLOT_YEAR,    /* of the contract */
    SLOT_SPECIAL, /* the day before the first and the day after the last day of each holiday */
    SLOT__COUNT
};

/* How often: `times` in each `per`, spread evenly over shorter slots where `spread` is not
 * SLOT_ONCE. */
struct pack_recurrence {
    enum slot_period per, spread;
    int64_t times;  /* 0: no number is stated */
    int weekday;    /* weekly work on one day, 1 = Monday; 0: any day of the week */
    bool work_days; /* daily work on working days only */
};

/* routine: what comes again without being a line of the services, a list or a backup. */
enum work_kind {
    WORK_SERVICE,
    WORK_CHECKLIST,
    WORK_BACKUP,
    WORK_ROUTINE,
    WORK_DOCUMENT,
    WORK__COUNT
};

/* plan: an exact number; minimum: not fewer; quota: drawn only when something happens. */
enum bound_kind { BOUND_PLAN, BOUND_MINIMUM, BOUND_QUOTA, BOUND__COUNT };

/* A line of the list of services. */
struct pack_service {
    struct pack_place at;
    const char *clause, *code, *name, *group, *category, *frequency, *unit;
    PACK_ROWS(const char *) aliases;
    PACK_ROWS(const char *) items; /* what the line says it covers */
    int64_t line, quantity;        /* 0: not stated */
};

/* The units (bodies) that are served one by one, named by a prefix and a number of two digits. */
struct pack_units {
    struct pack_place at; /* file NULL: the pack has none */
    const char *clause, *prefix;
    int64_t count;
    const char *excluded;   /* reading that names the unit outside rows of one less, or NULL */
    const char *count_from; /* reading that replaces the number of units of every row, or NULL */
};

struct checklist_item {
    struct pack_place at;
    const char *clause, *key, *text;
};

/* Work that comes again. */
struct pack_recurring {
    struct pack_place at;
    const char *clause, *title, *service, *part, *subsystem;
    const char *same_as; /* clause of the row that states this work and counts it, or NULL */
    PACK_ROWS(const char *) also; /* further clauses that say the same */
    PACK_ROWS(struct checklist_item) checklist;
    enum work_kind work;
    enum bound_kind bound;
    struct pack_recurrence again;
    int64_t units;    /* units (or named systems) served each time, 0: not per unit */
    bool named;       /* the question names the units */
    bool substitutes; /* of a quota: what is not used is replaced by other work */
    bool continuous;  /* all the time: nothing to count */
    bool on_demand;   /* no number is stated: tracked, plans nothing */
};

/* Presence or readiness without a gap. */
struct pack_continuity {
    struct pack_place at;
    const char *clause, *title, *service;
    bool in_hours; /* measured in hours of the day and night, else in days */
};

/* ---- rules, by kind ---- */

/* A business-hour window: on which days, and from when to when, the time of a limit runs. */
struct pack_hours {
    struct pack_place at;
    const char *clause, *name; /* `clause`: NULL where the window is the house's own */
    bool working;              /* working days only; else every day */
    int64_t from_s, to_s; /* seconds of the day, from included, to excluded (86400: midnight) */
};

enum term_shape {
    TERM_UNSTATED,
    TERM_AFTER,   /* so long after the latest of its starting facts */
    TERM_BEFORE,  /* so long before a fact */
    TERM_ON,      /* on the day of a fact (the end of the period) */
    TERM_FIXED,   /* on a date */
    TERM_HALFWAY, /* half of the days between two facts */
};

/* When something is due, or a right opens. One clause, one term. */
struct pack_term {
    struct pack_place at;
    const char *clause, *title, *owed_by; /* `owed_by`: a party's role or NULL */
    enum term_shape shape;
    PACK_ROWS(const char *)
    starts;                      /* facts; "$name" takes the reading's value as the fact's name */
    struct duration within;      /* AFTER, BEFORE */
    int32_t fixed_day;           /* FIXED */
    const char *closed_by;       /* fact that closes it, or NULL */
    int64_t amount_bp;           /* share of the contract that falls due, 0: none */
    bool deemed_accepted;        /* silence to the end means acceptance */
    struct duration opens_on;    /* no due day: a right opens on that day after the start … */
    struct duration opens_after; /* … or on the day after a time to cure; amount 0: neither */
    bool count_first_day;        /* AFTER in days: the event's own day is day one */
    const char *hours;           /* AFTER in minutes or hours: window they run in, NULL: always */
};

/* One limit of a clock: so long from the latest of its starts. */
struct clock_limit {
    struct pack_place at;
    struct duration within;
    PACK_ROWS(const char *)
    from; /* the latest starts it: occurred_at, onsite_requested_at, remote_by */
    PACK_ROWS(const char *) needs; /* instants without which nothing is owed */
    bool unless_remote_in_time;    /* nothing is owed once the remote limit was met */
    struct condition when;         /* attributes grade, suburb, major */
    const char *hours;             /* window the limit runs in, NULL: through nights and holidays */
};

/* What a clause limits about an event, in hours and minutes through nights and holidays (K6). */
struct pack_clock {
    struct pack_place at;
    const char *clause, *title;
    struct condition when;                                 /* events the clause binds */
    PACK_ROWS(struct clock_limit) respond, remote, onsite; /* the first whose `when` holds limits */
};

/* One row of an annex that grades events. */
struct grading_row {
    struct pack_place at;
    const char *clause, *grade, *title;
    struct condition when;
    bool otherwise; /* taken when no other row holds */
};

struct grading_sum { /* a fact that is the sum of others */
    struct pack_place at;
    const char *fact;
    PACK_ROWS(const char *) of;
};

/* An annex for one family of events. */
struct pack_grading {
    struct pack_place at;
    const char *family; /* network, data */
    PACK_ROWS(struct grading_sum) sums;
    PACK_ROWS(struct grading_row) rows; /* most severe first: the first grade that holds wins */
};

/* A deduction by the grade of an event. */
struct grade_share {
    const char *grade;
    int64_t bp;
};

/* One row of the penalty annex. `when`, `counts` and `deduct_when` look at the case's
 * attributes: which cases it covers, which of these count, and when a single one deducts. */
struct penalty_row {
    struct pack_place at;
    const char *clause, *title, *case_type;
    int64_t no;                   /* row of the annex */
    struct condition when;        /* which cases of the type it covers */
    struct condition counts;      /* which of these count towards `from` */
    struct condition deduct_when; /* what the deduction needs within the case itself */
    int64_t from;           /* deduct from the n-th counted case of the period; 0 or 1: each */
    const char *repeat;     /* reading that says whether it repeats after that, or NULL */
    int64_t bp;             /* deduction in basis points of the base, 0: none of its own */
    const char *grade_fact; /* fact whose grade adds a share, or NULL */
    PACK_ROWS(struct grade_share) grades;
    const char *refund_fact;          /* amount of the case that is to be given back, or NULL */
    PACK_ROWS(const char *) measures; /* the row's other measures */
};

struct penalty_source { /* missed deadlines that are cases of themselves */
    struct pack_place at;
    const char *kind;      /* of the deadline: finding, phase … */
    const char *case_type; /* a type that a row covers */
    struct condition when; /* on the case's facts (severity: the finding's risk) */
};

/* The penalty annex. Its shares are of the contract's total (K13). */
struct pack_penalties {
    struct pack_place at; /* file NULL: the pack states none */
    const char *clause, *decided_by;
    bool in_service_period; /* only cases inside the service period count */
    bool one_row_per_incident;
    int64_t least_bp, most_bp; /* range the contract allows for one deduction, 0: none stated */
    int64_t ceiling_bp;        /* most that all deductions together may be of the base, 0: none */
    PACK_ROWS(struct penalty_row) rows;
    PACK_ROWS(struct penalty_source) from_breaches;
};

/* An instalment. */
struct pack_payment {
    struct pack_place at;
    const char *clause, *title, *term; /* `term`: clause of the term that makes it due, or NULL */
    int64_t share_bp;
    bool remainder; /* what is left of the settled total, not the share itself */
};

/* What a payment that comes late bears. */
struct pack_late_interest {
    struct pack_place at; /* file NULL: the pack states none */
    const char *clause, *title;
    int64_t from_working_day;        /* of the delay: the first day that bears interest */
    int64_t rate_bp, cap_bp;         /* of the delayed sum: a day, and at most (0: no cap) */
    PACK_ROWS(const char *) unless;  /* clauses that keep a delay from being a breach */
    PACK_ROWS(const char *) clauses; /* further clauses it rests on */
};

enum pro_rata_kind { PRO_RATA_REFUND, PRO_RATA_EARNED, PRO_RATA_HOLDOVER, PRO_RATA__COUNT };

/* A share of the contract's total by days of service. */
struct pack_pro_rata {
    struct pack_place at;
    const char *clause, *title;
    enum pro_rata_kind kind;
    int64_t days; /* of the year that the total pays for */
};

/* What the quality of the service does to the total. */
struct settlement_grade {
    struct pack_place at;
    const char *clause, *quality, *title; /* quality: excellent, good, fair */
    int64_t percent_bp;                   /* paid in full at this percentage … */
    int64_t at_most_bp; /* … or at a decided one not above this; the other is 0 */
};

/* What a limit compares; their words stand in limit.c. */
enum limit_value {
    LIMIT_FEN,
    LIMIT_PERCENT,
    LIMIT_NUMBER,
    LIMIT_SECONDS, /* a length, also as m:ss */
    LIMIT_DAYS,
    LIMIT_COUNT,
    LIMIT_PEOPLE,
    LIMIT_YEARS,    /* from one year to another, so also below 0 */
    LIMIT_DISTINCT, /* of a list, how many are different */
    LIMIT__COUNT
};

/* A number that the contract states about one value, or a range of numbers. */
struct pack_limit {
    struct pack_place at;
    const char *clause, *title;
    enum compare_op op;
    int64_t number; /* of 10^-6 in the value's unit; of fen limits in yuan */
    bool range;     /* both ends are inside; `number` is the lower, `most` the upper one */
    int64_t most;
    bool share; /* `number` is a percentage of the contract's total */
    enum limit_value value;
};

enum kpi_type { KPI_NUMERIC, KPI_NONE_MEANS_ZERO, KPI_QUALITATIVE };

/* A row of the table of key figures. */
struct pack_kpi {
    struct pack_place at;
    const char *clause, *row, *title, *level1, *level2, *unit;
    enum kpi_type type;
    bool compared; /* numeric types: `op` and `number` are stated */
    enum compare_op op;
    int64_t number; /* of 10^-6 */
    bool percent;   /* a ratio in percent */
};

/* A phase of the work on one system. */
struct pack_phase {
    struct pack_place at;
    const char *clause, *name;
    int64_t no;
    struct duration limit;
    PACK_ROWS(const char *) documents; /* slots of the phase */
};

struct pack_window { /* the plan that the document itself states */
    struct pack_place at;
    const char *clause;
    int64_t phase;
    int32_t from, to;
};

/* What must be there before a phase ends or starts, or a thing counts as complete. */
struct pack_gate {
    struct pack_place at;
    const char *clause, *title;
    int64_t ends;                      /* the phase that may not end while it is shut, 0: none */
    int64_t starts;                    /* the phase that may not start, 0: none */
    int64_t returns_to;                /* where a shut gate sends the work back to, 0: nowhere */
    PACK_ROWS(const char *) documents; /* all must be there */
    struct condition when;             /* one alternative, all of it */
    PACK_ROWS(const char *) facts;     /* truth values that must hold, in this order */
    const char *attended;             /* list fact whose names must all be in `attended`, or NULL */
    PACK_ROWS(const char *) services; /* codes whose reports must be submitted and signed */
    PACK_ROWS(const char *) blocks;   /* codes of services that may not start while it is shut */
    bool all_services, blocks_all;    /* the list above is that of all services */
};

enum deliverable_per {
    PER_CONTRACT,
    PER_SYSTEM,
    PER_TRAINING,
    PER_CASE,
    PER_REQUEST,
    PER_SERVICE,    /* one for each line of the list of services */
    PER_OCCURRENCE, /* one each time the work of clause `of` is done, by the reading "reports" */
};

/* A document or certificate that the contract asks for. */
struct pack_deliverable {
    struct pack_place at;
    const char *clause, *title, *form;
    enum deliverable_per per;     /* CASE and REQUEST plan nothing ahead */
    const char *term;             /* clause of the term that makes it due, or NULL */
    int64_t phase;                /* phase whose end makes it due, 0: none */
    bool certificate;             /* issued by an authority, not written by the vendor */
    struct pack_recurrence again; /* `per` SLOT_ONCE: not by date */
    enum bound_kind bound;
    const char *of; /* clause of the recurring work that PER_OCCURRENCE follows */
    const char *part, *subsystem, *service;
    const char *when;               /* per case: what brings it about, in our words */
    const char *same_as;            /* clause that names the same document and counts it, or NULL */
    PACK_ROWS(const char *) titles; /* where one clause names several; empty: `title` */
    PACK_ROWS(const char *) also;   /* further clauses that say the same */
    bool listed;                    /* named in the document's own list of documents */
};

struct pack_reminders { /* house defaults where the contract states none */
    struct pack_place at;
    PACK_ROWS(int64_t) warn;    /* working days before the due day */
    PACK_ROWS(int64_t) overdue; /* working days after it: each goes one step up the ladder */
};

struct pack_warning { /* what a person should look at; does not keep the pack from loading */
    struct pack_place at;
    const char *text;
};

/* All of it. */
struct pack {
    const char *name, *title, *source, *zone;
    int64_t version;
    int zone_minutes;
    const char *calendar_code;
    bool makeup_works;

    int64_t total_fen; /* contract total as the document states it, 0: to be entered */
    const char *total_clause, *service_clause;
    const char *service_from_fact; /* fact that begins the service period ("signed"), or NULL */
    int32_t service_from;          /* its first day when the document states it, else NO_DAY */
    int32_t service_to;            /* last day, counted */

    PACK_ROWS(struct pack_party) parties;
    PACK_ROWS(struct pack_reading) readings;
    PACK_ROWS(struct pack_scale) scales;
    PACK_ROWS(struct pack_team) teams;
    PACK_ROWS(struct pack_system) systems;
    PACK_ROWS(struct pack_line) procurement;
    PACK_ROWS(struct pack_contradiction) contradictions;
    PACK_ROWS(struct pack_hours) hours;
    PACK_ROWS(struct pack_term) terms;
    PACK_ROWS(struct pack_clock) clocks;
    PACK_ROWS(struct pack_grading) gradings;
    struct pack_penalties penalties;
    PACK_ROWS(struct pack_payment) payments;
    PACK_ROWS(struct settlement_grade) settlement;
    struct pack_late_interest late_interest;
    PACK_ROWS(struct pack_pro_rata) pro_rata;
    PACK_ROWS(struct pack_limit) limits;
    PACK_ROWS(struct pack_kpi) kpis;
    PACK_ROWS(struct pack_phase) phases;
    PACK_ROWS(struct pack_window) plan;
    PACK_ROWS(struct pack_gate) gates;
    PACK_ROWS(struct pack_post) posts;
    PACK_ROWS(struct pack_staffing) staffing;
    PACK_ROWS(struct pack_person) persons;
    PACK_ROWS(struct pack_qualification) qualifications;
    PACK_ROWS(struct pack_licence) licences;
    PACK_ROWS(struct pack_step) steps;
    PACK_ROWS(struct pack_deliverable) deliverables;
    struct pack_units units;
    PACK_ROWS(struct pack_service) services;
    PACK_ROWS(struct pack_recurring) recurring;
    PACK_ROWS(struct pack_continuity) continuity;
    struct pack_reminders reminders;
    struct pack_register reg;
    PACK_ROWS(struct pack_task) tasks;
    PACK_ROWS(struct pack_record) records;
    PACK_ROWS(struct pack_list) lists;
    PACK_ROWS(struct pack_entry) entries;
    PACK_ROWS(struct pack_warning) warnings;

    struct arena *arena; /* holds all of the above; private to pack_read and pack_destroy */
};
typedef struct pack pack_t;

/* Gives the text of another pack that this one uses by name. Bytes are borrowed
 * until pack_read returns. RC_NOT_FOUND for an unknown one. */
typedef rc_t pack_use_fn(void *arg, const char *pack_name, const char **ret_bytes, size_t *ret_len);

/* Where a pack's text comes from. `use` may be NULL for a pack that uses no other. */
struct pack_source {
    const char *bytes;
    size_t len;
    const char *file_name; /* for messages */
    pack_use_fn *use;
    void *use_arg;
};
/* Read a pack, all or nothing: on failure *ret_pack is untouched and *problem says
 * `file:line:column: what was expected`. Bounded by MAX_PACK_BYTES, MAX_PACK_DEPTH and
 * MAX_PACK_NODES; no aliases, anchors, tags or second documents; no key twice; no unknown key;
 * every reference resolved. Nothing of `source` is borrowed after the call. Caller destroys the
 * pack. */
MUST_CHECK rc_t pack_read(const struct pack_source *source, pack_t **ret_pack,
                          struct problem *problem);
/* Free the pack and set *self_p to NULL. Safe on NULL. */
void pack_destroy(pack_t **self_p);

/* Rows by key; NULL when the pack has none. */
const struct pack_term *pack_term(const pack_t *self, const char *clause);
/* The clock that a clause states; NULL when the clause is no clock. Borrowed from the pack. */
const struct pack_clock *pack_clock(const pack_t *self, const char *clause);
/* Annex that grades one family of events ("network", "data"); NULL when the pack has none.
 * Borrowed. */
const struct pack_grading *pack_grading(const pack_t *self, const char *family);
/* Phase by its number, from 1; NULL for any other number. Borrowed from the pack. */
const struct pack_phase *pack_phase(const pack_t *self, int64_t no);
/* Team by the code that systems refer to; NULL when there is none. Borrowed from the pack. */
const struct pack_team *pack_team(const pack_t *self, const char *code);
/* Declared reading by name, with the pack's own value (overrides are looked up by reading_value);
 * NULL for an undeclared name. Borrowed. */
const struct pack_reading *pack_reading(const pack_t *self, const char *name);
/* Order of a fact's words; NULL when the pack orders none, so that its words only equal or differ.
 * Borrowed. */
const struct pack_scale *pack_scale(const pack_t *self, const char *fact);
/* Limit by its clause; NULL when the clause states no number of its own. Borrowed. */
const struct pack_limit *pack_limit(const pack_t *self, const char *clause);
/* Business-hour window by its name, not by its clause; NULL when there is none. Borrowed. */
const struct pack_hours *pack_hours(const pack_t *self, const char *name);
/* Name of the party that has a role, "" when there is none. */
const char *pack_party_name(const pack_t *self, const char *role);
/* Line of the list of services by its code; NULL when there is none. Borrowed. */
const struct pack_service *pack_service(const pack_t *self, const char *code);
/* Row of presence or readiness by its clause; NULL when the clause asks for none. Borrowed. */
const struct pack_continuity *pack_continuity(const pack_t *self, const char *clause);
/* First row of recurring work of a clause (a clause may state several). */
const struct pack_recurring *pack_recurring(const pack_t *self, const char *clause);
/* Planned instances of a deliverable for `systems` systems and one training; 0 for one that comes
 * again or goes by another clause: those are counted by the slots of a range. */
size_t pack_deliverable_instances(const struct pack_deliverable *deliverable, size_t systems);
/* Word of `per`: contract, system, training, case, request, service, occurrence. */
const char *pack_per_word(enum deliverable_per per);

#endif
