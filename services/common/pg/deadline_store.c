/* All that happens to a due date goes through here: each change is a clock event, and where a day
 * is set also a ruling with its proof. Old rulings are never touched, so a deadline can be
 * explained as of any day. The row is locked by deadline_get before it is judged; order of locks:
 * what the deadline is of, then the deadline, then contract_work. */
#include "deadline_store.h"

#include <assert.h>
#include <string.h>

#include "attr.h"
#include "memory.h"
#include "pg_query.h"
#include "pg_sql.h"

static const char *const STATES[] = {
    [DEADLINE_OPEN] = "open", [DEADLINE_PAUSED] = "paused", [DEADLINE_BREACHED] = "breached",
    [DEADLINE_MET] = "met",   [DEADLINE_LATE] = "late",     [DEADLINE_VOID] = "void",
};
_Static_assert(COUNT_OF(STATES) == DEADLINE_STATE__COUNT, "a word for every state");

/* The words of the column `state`. */
const char *deadline_state_word(enum deadline_state state)
{
    return STATES[state];
}

/* Late is closed too: what was done late is done, and its breach stays on record. */
static bool is_closed(enum deadline_state state)
{
    return state == DEADLINE_MET || state == DEADLINE_LATE || state == DEADLINE_VOID;
}

/* The table's check knows the same words. */
static enum deadline_state state_from(const char *word)
{
    size_t i = 0;
    while (i + 1 < COUNT_OF(STATES) && strcmp(STATES[i], word) != 0)
        i++;
    return (enum deadline_state)i;
}

/* Columns in the order that deadline_find and deadline_get share, so that one reader serves
 * both. */
static void read_row(const PGresult *rows, struct deadline_row *ret_row)
{
    *ret_row = (struct deadline_row){
        .id = pg_cell_i64(rows, 0, 0),
        .state = state_from(pg_cell_text(rows, 0, 1)),
        .edge = { .due_on = pg_cell_day(rows, 0, 2),
                  .due_at_us = pg_cell_instant(rows, 0, 3),
                  .breach_at_us = pg_cell_instant(rows, 0, 4) },
        .provisional = pg_cell_bool(rows, 0, 5),
        .due_version = pg_cell_i64(rows, 0, 6),
        .started_us = pg_cell_instant(rows, 0, 7),
        .closed_us = pg_cell_instant(rows, 0, 8),
        .breached_us = pg_cell_instant(rows, 0, 9),
        .calendar_id = pg_cell_i64(rows, 0, 10),
    };
}

/* No row is an answer to the callers (RC_NOT_FOUND without a text); each of them says what it
 * means. */
static rc_t find_row(pg_t *db, const struct sql *sql, struct pg_args *args,
                     struct deadline_row *ret_row, struct problem *problem)
{
    PGresult *rows;
    rc_t rc = pg_run(db, sql, args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (PQntuples(rows) == 0)
        rc = RC_NOT_FOUND;
    else
        read_row(rows, ret_row);
    PQclear(rows);
    return rc;
}

/* By its code within a contract, which is unique; the id is not known to those who reckon a
 * term. */
rc_t deadline_find(pg_t *db, int64_t contract_id, const char *code, struct deadline_row *ret_row,
                   struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract_id);
    pg_arg_text(&args, code);
    return find_row(db, &sql_deadline_find, &args, ret_row, problem);
}

/* By id, as people and the bus name it; here a missing row is a mistake of theirs and is told. */
rc_t deadline_get(pg_t *db, int64_t id, struct deadline_row *ret_row, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    rc_t rc = find_row(db, &sql_deadline_get, &args, ret_row, problem);
    if (rc == RC_NOT_FOUND)
        return problem_set(problem, rc, "deadline", "there is no such deadline");
    return rc;
}

/* What a ruling does to the deadline and its clock. */
struct ruling_change {
    int64_t id;
    enum deadline_state state; /* the deadline's from now on */
    const char *kind;          /* of the clock event */
    int64_t occurred_us;
    const json_t *data;
};

/* Parallel arrays of rules and instants, which the statement unnests. */
static void add_times(struct pg_args *args, const struct ladder *ladder, size_t count)
{
    const char *rules[LADDER_MAX];
    int64_t at_us[LADDER_MAX];
    for (size_t i = 0; i < count; i++) {
        rules[i] = ladder->steps[i].rule;
        at_us[i] = ladder->steps[i].at_us;
    }
    pg_arg_texts(args, rules, count);
    pg_arg_instants(args, at_us, count);
}

/* And of audiences; empty when nothing is to be planned. */
static void add_steps(struct pg_args *args, const struct ladder *ladder, bool plan)
{
    const char *audiences[LADDER_MAX];
    size_t count = plan ? ladder->count : 0;
    for (size_t i = 0; i < count; i++)
        audiences[i] = ladder->steps[i].audience;
    add_times(args, ladder, count);
    pg_arg_texts(args, audiences, count);
}

/* One statement writes the due day, its ladder and the event, so a reader never sees the one
 * without the others. The parameters are in the order of deadline_rule.sql. */
static rc_t write_ruling(pg_t *db, const struct due *due, const struct ruling_change *change,
                         struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, change->id);
    pg_arg_i64(&args, due->pack_id);
    pg_arg_i64(&args, due->calendar_id);
    pg_arg_day(&args, due->edge.due_on);
    pg_arg_instant(&args, due->edge.due_at_us);
    pg_arg_instant(&args, due->edge.breach_at_us);
    pg_arg_bool(&args, due->provisional);
    pg_arg_json(&args, due->readings);
    pg_arg_json(&args, due->proof);
    add_steps(&args, due->ladder, change->state == DEADLINE_OPEN);
    pg_arg_text(&args, STATES[change->state]);
    pg_arg_text(&args, change->kind);
    pg_arg_instant(&args, change->occurred_us);
    pg_arg_json(&args, change->data);
    return pg_do(db, &sql_deadline_rule, &args, NULL, problem);
}

/* The frame of a new deadline; its first ruling follows in the same transaction and gives proof and
 * ladder. */
static rc_t insert_row(pg_t *db, const struct deadline_new *deadline, int64_t *ret_id,
                       struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, deadline->contract_id);
    pg_arg_i64(&args, deadline->system_id);
    pg_arg_text(&args, deadline->code);
    pg_arg_text(&args, deadline->kind);
    pg_arg_text(&args, deadline->clause);
    pg_arg_text(&args, deadline->title);
    pg_arg_text(&args, deadline->party);
    pg_arg_text(&args, deadline->subject_kind);
    pg_arg_i64(&args, deadline->subject_id);
    pg_arg_instant(&args, deadline->started_us);
    pg_arg_day(&args, deadline->due.edge.due_on);
    pg_arg_instant(&args, deadline->due.edge.due_at_us);
    pg_arg_instant(&args, deadline->due.edge.breach_at_us);
    return pg_number(db, &sql_deadline_insert, &args, ret_id, problem);
}

/* The unique key (contract, code) makes a repetition harmless: it gives the number of the one
 * that is there. */
rc_t deadline_open(pg_t *db, const struct deadline_new *deadline, int64_t *ret_id,
                   struct problem *problem)
{
    int64_t id;
    rc_t rc = insert_row(db, deadline, &id, problem);
    /* The insert does nothing on the unique key and gives no row. */
    if (rc == RC_NOT_FOUND) { /* it is there: leave it as it is */
        struct deadline_row row;
        rc = deadline_find(db, deadline->contract_id, deadline->code, &row, problem);
        if (rc == RC_OK)
            *ret_id = row.id;
        return rc;
    }
    if (rc != RC_OK)
        return rc;
    struct ruling_change change = {
        .id = id, .state = DEADLINE_OPEN, .kind = "start", .occurred_us = deadline->started_us
    };
    rc = write_ruling(db, &deadline->due, &change, problem);
    if (rc == RC_OK)
        *ret_id = id;
    return rc;
}

/* Whether a new ruling changes anything that somebody was told. A provisional day that becomes
 * final is a change, though the day is the same. */
static bool same_due(const struct deadline_row *row, const struct due *due)
{
    return row->edge.due_on == due->edge.due_on && row->edge.due_at_us == due->edge.due_at_us &&
           row->edge.breach_at_us == due->edge.breach_at_us && row->provisional == due->provisional;
}

/* State under a new due date: a closed deadline is judged again, a breached one gets its chance. */
static enum deadline_state judge(const struct deadline_row *row, const struct due *due)
{
    if (row->state == DEADLINE_PAUSED)
        return DEADLINE_PAUSED;
    if (!is_closed(row->state))
        return DEADLINE_OPEN;
    return row->closed_us < due->edge.breach_at_us ? DEADLINE_MET : DEADLINE_LATE;
}

/* The ruling stays, since nothing it says has changed. */
rc_t deadline_confirm(pg_t *db, int64_t id, int64_t calendar_id, const struct ladder *ladder,
                      struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    pg_arg_i64(&args, calendar_id);
    add_times(&args, ladder, ladder ? ladder->count : 0);
    return pg_do(db, &sql_deadline_confirm, &args, NULL, problem);
}

/* An equal due date by the same calendar writes nothing, so that a worker may propose the same day
 * after day. */
rc_t deadline_retarget(pg_t *db, int64_t id, const struct due *due, int64_t occurred_us,
                       bool *ret_moved, struct problem *problem)
{
    struct deadline_row row;
    rc_t rc = deadline_get(db, id, &row, problem);
    if (rc != RC_OK)
        return rc;
    bool moves = row.state != DEADLINE_VOID && !same_due(&row, due);
    if (moves) {
        struct ruling_change change = {
            .id = id, .state = judge(&row, due), .kind = "retarget", .occurred_us = occurred_us
        };
        rc = write_ruling(db, due, &change, problem);
    } else if (row.state != DEADLINE_VOID && row.calendar_id != due->calendar_id) {
        rc = deadline_confirm(db, id, due->calendar_id, due->ladder, problem);
    }
    if (rc == RC_OK && ret_moved)
        *ret_moved = moves;
    return rc;
}

/* Closing, suspending and voiding leave the due day as it was and only stop what it sets off. */
static rc_t halt(pg_t *db, const struct ruling_change *change, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, change->id);
    pg_arg_text(&args, STATES[change->state]);
    pg_arg_text(&args, change->kind);
    pg_arg_instant(&args, change->occurred_us);
    pg_arg_json(&args, change->data);
    return pg_do(db, &sql_deadline_halt, &args, NULL, problem);
}

/* Facts that come after a close need a reversal by a person, not a silent re-opening. */
static rc_t refuse_closed(const struct deadline_row *row, struct problem *problem)
{
    return problem_set(problem, RC_REFUSED, "deadline", "the deadline is closed: it is %s",
                       STATES[row->state]);
}

/* A paused deadline stays paused: the first pause counts, and repeating it is no error. */
rc_t deadline_pause(pg_t *db, int64_t id, int64_t occurred_us, const json_t *data,
                    struct problem *problem)
{
    struct deadline_row row;
    rc_t rc = deadline_get(db, id, &row, problem);
    if (rc != RC_OK || row.state == DEADLINE_PAUSED)
        return rc;
    if (is_closed(row.state))
        return refuse_closed(&row, problem);
    return halt(db,
                &(struct ruling_change){ .id = id,
                                         .state = DEADLINE_PAUSED,
                                         .kind = "pause",
                                         .occurred_us = occurred_us,
                                         .data = data },
                problem);
}

/* The new due date comes with the resumption, since the pause has moved it; the ruling before it
 * stays readable. */
rc_t deadline_resume(pg_t *db, int64_t id, const struct due *due, int64_t occurred_us,
                     const json_t *data, struct problem *problem)
{
    struct deadline_row row;
    rc_t rc = deadline_get(db, id, &row, problem);
    if (rc != RC_OK)
        return rc;
    if (is_closed(row.state))
        return refuse_closed(&row, problem);
    if (row.state != DEADLINE_PAUSED)
        return RC_OK;
    return write_ruling(db, due,
                        &(struct ruling_change){ .id = id,
                                                 .state = DEADLINE_OPEN,
                                                 .kind = "resume",
                                                 .occurred_us = occurred_us,
                                                 .data = data },
                        problem);
}

/* Whether it was met or late is the statement's to say, by the breach instant that is in force. */
static rc_t close_row(pg_t *db, int64_t id, int64_t occurred_us, const json_t *data,
                      enum deadline_state *ret_state, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    pg_arg_instant(&args, occurred_us);
    pg_arg_json(&args, data);
    rc_t rc = pg_run(db, &sql_deadline_close, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    if (ret_state)
        *ret_state = state_from(pg_cell_text(rows, 0, 0));
    PQclear(rows);
    return RC_OK;
}

/* Stopped is stopped: a second stop changes nothing and tells the state the first has led to. */
rc_t deadline_stop(pg_t *db, int64_t id, int64_t occurred_us, const json_t *data,
                   enum deadline_state *ret_state, struct problem *problem)
{
    struct deadline_row row;
    rc_t rc = deadline_get(db, id, &row, problem);
    if (rc != RC_OK)
        return rc;
    if (!is_closed(row.state))
        return close_row(db, id, occurred_us, data, ret_state, problem);
    if (ret_state)
        *ret_state = row.state;
    return RC_OK;
}

/* Only what was closed by an event can be opened again; a void deadline is revived, which is
 * another thing. */
rc_t deadline_reopen(pg_t *db, int64_t id, int64_t occurred_us, const json_t *data,
                     struct problem *problem)
{
    struct deadline_row row;
    struct pg_args args;
    rc_t rc = deadline_get(db, id, &row, problem);
    if (rc != RC_OK || (row.state != DEADLINE_MET && row.state != DEADLINE_LATE))
        return rc;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    pg_arg_instant(&args, occurred_us);
    pg_arg_json(&args, data);
    return pg_do(db, &sql_deadline_reopen, &args, NULL, problem);
}

/* Reminders that were planned go with it, in the same statement. */
rc_t deadline_void(pg_t *db, int64_t id, int64_t occurred_us, const json_t *data,
                   struct problem *problem)
{
    struct deadline_row row;
    rc_t rc = deadline_get(db, id, &row, problem);
    if (rc != RC_OK || row.state == DEADLINE_VOID)
        return rc;
    return halt(db,
                &(struct ruling_change){ .id = id,
                                         .state = DEADLINE_VOID,
                                         .kind = "void",
                                         .occurred_us = occurred_us,
                                         .data = data },
                problem);
}

/* The clock event says which void it takes back, so that a fold over the events ends where the row
 * does. */
static rc_t withdraw_void(pg_t *db, const struct due *due, struct ruling_change *change,
                          struct problem *problem)
{
    struct pg_args args;
    json_t *data = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, change->id);
    rc_t rc = pg_json(db, &sql_deadline_last_void, &args, &data, problem);
    if (rc != RC_OK)
        return rc;
    change->data = data;
    rc = write_ruling(db, due, change, problem);
    json_decref(data);
    return rc;
}

/* The clock event that voided it is withdrawn, not deleted: what happened stays told. */
rc_t deadline_revive(pg_t *db, int64_t id, const struct due *due, int64_t occurred_us,
                     struct problem *problem)
{
    struct deadline_row row;
    rc_t rc = deadline_get(db, id, &row, problem);
    if (rc != RC_OK || row.state != DEADLINE_VOID)
        return rc;
    struct ruling_change change = {
        .id = id, .state = DEADLINE_OPEN, .kind = "void", .occurred_us = occurred_us
    };
    return withdraw_void(db, due, &change, problem);
}

/* Counted and not flagged: a worker that finishes an older count leaves the contract due. */
rc_t contract_work_bump(pg_t *db, int64_t contract_id, struct problem *problem)
{
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_i64(&args, contract_id);
    return pg_do(db, &sql_contract_work_bump, &args, NULL, problem);
}

/* All events, also withdrawn ones: the fold needs both sides of a withdrawal. */
rc_t deadline_clock(pg_t *db, int64_t id, struct clock_event **ret_events, size_t *ret_count,
                    struct problem *problem)
{
    struct pg_args args;
    PGresult *rows = NULL;
    pg_args_init(&args);
    pg_arg_i64(&args, id);
    rc_t rc = pg_run(db, &sql_deadline_events, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    int count = PQntuples(rows);
    struct clock_event *events = mem_array((size_t)count, sizeof(*events));
    for (int row = 0; row < count; row++) {
        events[row] = (struct clock_event){
            .id = pg_cell_i64(rows, row, 0),
            .occurred_at = pg_cell_instant(rows, row, 2),
            .recorded_at = pg_cell_instant(rows, row, 3),
            .voids = pg_cell_i64(rows, row, 4),
        };
        if (!clock_event_from_word(pg_cell_text(rows, row, 1), &events[row].type))
            rc = problem_set(problem, RC_INTERNAL, NULL, "unknown clock event");
    }
    PQclear(rows);
    if (rc != RC_OK) {
        mem_free(events);
        return rc;
    }
    *ret_events = events;
    *ret_count = (size_t)count;
    return RC_OK;
}
