/* What comes again by a contract's pack: recurring work and documents, with where and how often
 * each is owed. Pure. The rows are those that `schedule.count` counts by date. */
#ifndef SCHEDULE_WORKS_H
#define SCHEDULE_WORKS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "contract_frame.h"
#include "recurrence.h"

/* What is done about occurrences whose time went by while nobody planned them. */
enum catch_up {
    CATCH_UP_SKIP,   /* none is made up for: what a day saw cannot be seen later */
    CATCH_UP_ONCE,   /* the last one is, and stands for those before it */
    CATCH_UP_WINDOW, /* all that ended in the last so many days are */
    CATCH_UP__COUNT
};

/* Tasks of one row at a time: its times for each of its places. More is no work that people do, but
 * a number of a pack or a reading that went wrong; and a pack's ceilings together would make some
 * thousand millions. */
enum { SLOT_TASKS_MAX = 100000 };

/* One row that comes again; texts are borrowed from the pack. */
struct schedule_work {
    const char *clause, *title;
    enum work_kind work;
    enum slot_period period;             /* SLOT_ONCE: once in the whole service */
    const struct pack_recurrence *again; /* NULL of SLOT_ONCE */
    int64_t times, items;                /* in each slot for each place; items of its checklist */
    enum catch_up catch_up;
    int32_t window_days; /* of CATCH_UP_WINDOW */
    json_t *places;      /* [{"unit", "serial"}], at least one; `serial` of a system, absent else */
};

struct schedule_works {
    struct schedule_work *rows;
    size_t count;
};

/* All of them, in the pack's order. RC_INVALID for a reading of no use, as recurrence_units, and
 * for a row of more than SLOT_TASKS_MAX, naming its clause. The caller frees with
 * schedule_works_fini after success. */
MUST_CHECK rc_t schedule_works_make(const struct contract_frame *frame,
                                    struct schedule_works *ret_works, struct problem *problem);
/* Free the rows and their places. */
void schedule_works_fini(struct schedule_works *self);

/* The days of the service as the rules of recurring work take them; borrows from `frame`. */
struct recurrence_use schedule_use(const struct contract_frame *frame);
/* Whether a notice not yet given may move its slots. */
bool schedule_leans(const struct schedule_work *work);
/* Word of a policy: skip, once, window. */
const char *catch_up_word(enum catch_up policy);
/* The policy of a word; CATCH_UP_SKIP for one that is none. */
enum catch_up catch_up_from_word(const char *word);
/* Word of a kind of work: service, checklist, backup, routine, document. */
const char *schedule_work_word(enum work_kind work);

#endif
