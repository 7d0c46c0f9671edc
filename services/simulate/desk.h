/* The people who do a contract's recurring work: who does which task and on which day, by the story's rows `tasks`, its
 * `leave` and its chance. Pure: the same tasks in the same order give the same days. */
#ifndef DESK_H
#define DESK_H

#include <jansson.h>

#include "calendar.h"

/* A task as it comes up, on its due day. Texts are borrowed during the call; NULL for none. */
struct desk_task {
    int64_t id;
    const char *clause, *period; /* of its schedule */
    const char *team;            /* of its system */
    const char *person;          /* whom it is for */
    int32_t due;
};

/* What was taken up and is not done yet. */
struct desk_entry {
    int64_t id;
    int32_t day;
    const char *by; /* a name of the story's people; NULL: the story has nobody */
};

struct desk {
    const json_t *story;        /* borrowed; must not change */
    struct calendar_use rest;   /* days on which nobody catches up */
    struct desk_entry *rows;    /* owned; by day, then as taken up */
    size_t count, cap;
    size_t turn;                /* whose turn it is, of those who are there */
    int64_t late, days;         /* chance: per cent of tasks, most days */
    uint64_t state;
    bool works;                 /* the story says who does tasks at all */
};

/* An empty desk for the story; `calendar` is borrowed, `seed` is of its own chance. */
void desk_init(struct desk *self, const json_t *story, const calendar_t *calendar, uint64_t seed);
/* Free the rows. */
void desk_fini(struct desk *self);
/* Take up a task: the last of the story's rows that names its clause and period says how late it is done and by whom.
 * Without a name it is done by whom it is for, else by the engineers of its team (of all teams) in turn, else by
 * managers or leaders. Who is on leave passes it on to the deputy, else does it after coming back; what is late is done on a
 * working day. Rows that skip leave it undone. */
void desk_take(struct desk *self, const struct desk_task *task);
/* The first day on which something is done; INT32_MAX for none. */
int32_t desk_next(const struct desk *self);
/* Take the tasks of the first person of `day` from the desk, in the order of taking up: their ids as a new list, NULL
 * when nothing of that day is left. *ret_by is borrowed from the story. At most `most`. */
json_t *desk_done(struct desk *self, int32_t day, size_t most, const char **ret_by);

#endif
