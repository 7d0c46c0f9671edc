/* What a forecast looks at: who there is, which systems are under way, and everything that will
 * fall due, read once from one snapshot. All of it is plain data; the files forecast_*.c reckon
 * with it and touch neither clock nor database. Days are those of the contract's zone. */
#ifndef FORECAST_H
#define FORECAST_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "contract_frame.h"
#include "forecast_spread.h"
#include "penalty_case.h"

/* Ceilings of one forecast. Beyond them it is refused by name, never cut in silence. */
enum {
    FORECAST_SYSTEMS_MAX = 1000,
    FORECAST_OWNERS_MAX = 200,  /* teams and people; each has a row of loads */
    FORECAST_ITEMS_MAX = 20000, /* things that fall due */
    FORECAST_CASES_MAX = 20000, /* penalty cases that stand */
    FORECAST_RUNS_MAX = 1000,
    FORECAST_DAYS_MAX = 60,          /* working days ahead */
    FORECAST_CAPACITY_MAX = 1000,    /* things a person can hand over on one day */
    FORECAST_WORK_MAX = 10 * 1000000 /* items played and cases judged in all: some four seconds */
};
#define FORECAST_SEED_MAX INT64_MAX

enum forecast_kind {
    FORECAST_PHASE,
    FORECAST_FINDING,
    FORECAST_DELIVERABLE,
    FORECAST_TASK,
    FORECAST_OTHER, /* terms of the contract, clocks of incidents */
    FORECAST_KIND__COUNT
};
/* Word of a kind: phase, finding, deliverable, task, other. */
const char *forecast_kind_word(enum forecast_kind kind);

/* Who has work: the teams first, then people, and last the contract itself for what is nobody's. */
struct forecast_owner {
    const char *code; /* of a team; NULL: a person, or the contract */
    const char *name; /* NULL: the contract */
    int64_t id;       /* row of a person, else 0 */
    int team;         /* of a person, -1: none; of a team itself */
    int engineers;    /* a team's, the contract's: of all teams; a person counts as one */
};

/* How far a phase that has not ended is. */
enum phase_stage {
    STAGE_NONE,      /* no phase at all */
    STAGE_RUNNING,   /* its deadline runs, or stands still */
    STAGE_SUBMITTED, /* the work is done, the approval is awaited */
    STAGE_PLANNED,   /* follows the one before it */
};

/* One thing that falls due. Texts are borrowed from forecast.json and from the pack. */
struct forecast_item {
    enum forecast_kind kind;
    const char *subject; /* whose row `id` is: deadline, phase, task, deliverable */
    int64_t id;
    const char *code; /* of its deadline, or the one it will have; NULL: none */
    const char *clause, *title;
    const char *unit; /* of a task that is done for each unit; NULL: none */
    int system;        /* index, -1: of none */
    int team, person;  /* owners by index, -1: none */
    int32_t from, due; /* a planned phase has neither until the plan is made */
    bool provisional;  /* the calendar of its year is not published */
    bool missed;       /* a breach that stands: it is among the cases already */
    bool clocked;      /* has a deadline, or will have one: may be late and cost */
    bool routine;      /* daily work: a load, no event */
    enum phase_stage stage;
    const struct pack_phase *rule;        /* of a phase */
    int follows;                          /* item whose end makes this one due, -1: none */
    const json_t *facts;                  /* what a condition may ask of a case of it */
    const char *case_type;                /* what missing it is by the pack, NULL: no case */
    const char *case_code;                /* code that such a case has */
    int64_t rank;                         /* place among the cases of one day */
    const char *history;                  /* kind of its deadline, by which its like is found … */
    const struct forecast_spread *spread; /* … and how late that has been; of clocked ones */
};

struct forecast_system {
    int64_t serial;
    const char *name;
    int team;
    bool started, done;
    size_t first,
        count; /* its phases that have not ended are items first..first+count-1, in order */
};

/* One contract as one forecast sees it. */
struct forecast {
    const struct contract_frame *frame; /* borrowed: pack, calendar, readings */
    int32_t today, until;               /* the first and the last day looked at */
    int64_t capacity;                   /* things one person can hand over on one day */
    struct forecast_owner *owners;
    size_t owner_count, team_count; /* the last owner is the contract */
    struct forecast_system *systems;
    size_t system_count;
    struct forecast_item *items; /* phases of the systems first */
    size_t item_count;
    struct penalty_case *cases; /* those that stand; the first of the judge's */
    size_t case_count;
    int64_t proposed_fen; /* sum of the penalties that stand, as decided so far */
    struct forecast_spreads spreads;
    json_t *json; /* what the texts are borrowed from; its "past" is for forecast_rates.h; owned */
};

/* The statements' results as text and numbers: {"owners","systems","deadlines","documents","tasks",
 * "cases","history"} as sql/forecast_*.sql give them. `json` is stolen in any case. *ret_forecast
 * must not move. RC_TOO_LARGE names what there is too much of; then, as after success, the caller
 * frees with forecast_fini. */
MUST_CHECK rc_t forecast_read(json_t *json, const struct contract_frame *frame, int32_t today,
                              struct forecast *ret_forecast, struct problem *problem);
/* How late things of the contract have been, as spreads are made of it: *ret_count rows in an owned
 * array, whose texts are borrowed from the forecast. */
struct forecast_past *forecast_past_of(const struct forecast *self, size_t *ret_count);
/* Free all. Safe on a zeroed struct. */
void forecast_fini(struct forecast *self);

enum { ITEM_OWNERS_MAX = 2 };
/* Owners of an item, at most two: its team, its person (named, or the team's only engineer), or
 * the contract when it is nobody's. *ret_count of them in `ret_owners`. */
size_t forecast_item_owners(const struct forecast *self, const struct forecast_item *item,
                            size_t ret_owners[ITEM_OWNERS_MAX]);

#endif
