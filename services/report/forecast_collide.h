/* Days on which more falls due than people can hand over, or at a bad time. Pure. */
#ifndef FORECAST_COLLIDE_H
#define FORECAST_COLLIDE_H

#include "forecast_course.h"

/* What is wrong with a day. */
enum collision_rule {
    COLLIDE_PHASES,  /* several phases of one team fall due together */
    COLLIDE_TEAM,    /* more of one team (or nobody's) than its engineers can hand over */
    COLLIDE_PERSON,  /* more of one person than that one can hand over */
    COLLIDE_SPECIAL, /* a document falls due in a holiday or on the day before or after it */
    COLLIDE_AFTER,   /* something else falls due on the first working day after a holiday */
    COLLIDE__COUNT
};
/* Word of a rule: phases, team_load, person_load, special_period, after_holiday. */
const char *collision_word(enum collision_rule rule);

struct forecast_collision {
    enum collision_rule rule;
    int32_t day;         /* the last working day on which it can be handed over; of the two holiday
                            rules the due day */
    size_t owner;        /* index */
    const char *holiday; /* of the last two rules, else NULL; borrowed from the calendar */
    int64_t limit;       /* so many would be no collision */
    size_t first, count; /* of forecast_collisions.picks */
    bool provisional;    /* one of the dates may still move */
};

struct forecast_collisions {
    struct forecast_collision *rows; /* by day, rule, owner */
    size_t count, cap;
    size_t *picks; /* items, each collision's beside each other */
    size_t pick_count, pick_cap;
};

/* Find them among what the plan's `rows` say is due within the forecast. Daily work never collides,
 * it only weighs. Caller frees with forecast_collisions_fini. */
void forecast_collide(const struct forecast *forecast, const struct course_row *rows,
                      struct forecast_collisions *ret_collisions);
/* Free all. */
void forecast_collisions_fini(struct forecast_collisions *self);

#endif
