/* Requests of this service as structs. Decoding checks shape, ranges and unknown fields. Texts are
 * borrowed from the call's arguments. */
#ifndef DELIVERY_WIRE_H
#define DELIVERY_WIRE_H

#include "call_args.h"
#include "delivery_states.h"
#include "pack.h"
#include "page.h"
#include "service_host.h"

/* As the columns that keep them: person.name and deliverable.submitted_by; a digest in hexadecimal;
 * the constraint deliverable_occurrence_range, which items of a checklist share. */
enum { PERSON_NAME_MAX = 100, SHA256_TEXT = 64, OCCURRENCE_MAX = 10000 };

/* A deliverable: by id, or by clause, occurrence and what else tells it apart. */
struct deliverable_ref {
    int64_t id; /* 0: named by the others */
    const char *contract, *clause, *title;
    int64_t serial, occurrence; /* serial 0: not said */
};

/* Filters of the list; 0 and NULL mean any. */
struct deliverable_list_args {
    int64_t id; /* one row: set by this service only */
    const char *contract, *state;
    int64_t system, serial;
    struct page page;
};

/* deliverable.add: one more than the contract's own list has. */
struct deliverable_add_args {
    const char *contract, *clause, *title;
    const char *form; /* NULL: any */
    int64_t serial;   /* of a system, 0: of none */
};

/* submit, accept, object, sign. */
struct deliverable_args {
    struct deliverable_ref ref;
    int32_t on;
    const char *by, *note, *sha256; /* NULL: not said; sha256 of a submission only */
    int64_t version;                /* 0: not said */
};

/* All readers: RC_INVALID names the field, RC_REFUSED a day of the future; the struct is then
 * unspecified. */

/* deliverable.list: a contract, and perhaps one system of it and a state. */
MUST_CHECK rc_t deliverable_list_decode(const struct call *call, struct deliverable_list_args *ret);
/* Contract, clause and title are required. */
MUST_CHECK rc_t deliverable_add_decode(const struct call *call, struct deliverable_add_args *ret);
/* The four moves: a digest only with a submission. A row named by clause gets occurrence 1 when it
 * says none. */
MUST_CHECK rc_t deliverable_decode(const struct call *call, enum deliverable_move move,
                                   struct deliverable_args *ret);

/* Filters of task.list; 0, NULL and NO_DAY mean any. */
struct task_list_args {
    int64_t id; /* one row: set by this service only */
    const char *contract, *state, *clause;
    const char *person; /* theirs, and those of nobody */
    int32_t on, until;  /* a day of the slot; the last due day */
    struct page page;
};

/* complete, complete_many (then `tasks` instead of `task`), reassign (then `person`). */
struct task_args {
    int64_t task;
    int64_t version;    /* 0: not said */
    int32_t on;         /* of a completion */
    int64_t items_done; /* of a completion, -1: all */
    const char *by, *note, *person;
    const json_t *tasks; /* of several at once; borrowed */
};

/* A day's checklists of a whole contract; every one is locked, written and told inside the one
 * transaction. */
enum { TASKS_AT_ONCE = 500 };

/* The four readers of tasks, as above. */
MUST_CHECK rc_t task_list_decode(const struct call *call, struct task_list_args *ret);
MUST_CHECK rc_t task_complete_decode(const struct call *call, struct task_args *ret);
/* Several done on one day by one person: ids, each above 0. */
MUST_CHECK rc_t task_complete_many_decode(const struct call *call, struct task_args *ret);
/* Without a person the task is for whoever is there. */
MUST_CHECK rc_t task_reassign_decode(const struct call *call, struct task_args *ret);

#endif
