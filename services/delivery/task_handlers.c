/* Recurring work as engineers see it: what is theirs, and that it was done.
 *
 * A task is one occurrence of a schedule at one place; the scheduler makes it, people only complete
 * it or pass it on. Order of locks: task, deadline, contract_work. */
#include "civil.h"
#include "deadline_store.h"
#include "delivery_handlers.h"
#include "delivery_store.h"
#include "memory.h"
#include "portfolio_store.h"

/* The page is what the statement built; `overdue` in it is judged at the contract's business day.
 */
rc_t on_task_list(struct call *call)
{
    struct task_list_args args;
    rc_t rc = task_list_decode(call, &args);
    return rc == RC_OK ? task_rows(call->db, &args, &call->result, call->problem) : rc;
}

/* The row as task.list shows it, read after the write. */
static rc_t reply_task(struct call *call, int64_t id)
{
    struct task_list_args one = {
        .id = id, .on = NO_DAY, .until = NO_DAY, .page = { { 0, 0 }, 1 }
    };
    json_t *page = NULL;
    rc_t rc = task_rows(call->db, &one, &page, call->problem);
    if (rc != RC_OK)
        return rc;
    call->result = json_incref(json_array_get(json_object_get(page, "items"), 0));
    json_decref(page);
    return RC_OK;
}

/* Version, then state: a caller with an old view is told so before anything else. */
static rc_t take_row(struct call *call, const struct task_args *args, enum task_move move,
                     struct task_row *row)
{
    rc_t rc = version_check(args->version, row->version, "task", call->problem);
    if (rc == RC_OK)
        rc = state_take(&TASK_TABLE, (size_t)move, row->state, &row->state, call->problem);
    return rc;
}

/* The contract goes first: in a closed one nothing is of interest any more. */
static rc_t take(struct call *call, const struct task_args *args, enum task_move move,
                 struct task_row *row)
{
    int64_t contract = 0;
    rc_t rc = task_lock(call->db, &args->task, 1, row, call->problem);
    if (rc == RC_OK)
        rc = contract_find_active(call->db, row->contract, &contract, call->problem);
    return rc == RC_OK ? take_row(call, args, move, row) : rc;
}

/* `more` (stolen) is added to what names the task. */
static rc_t tell(struct call *call, const struct task_row *row, const char *kind, json_t *more)
{
    json_object_update(more, row->told);
    return call_event(call, row->contract, kind, "task", row->id, more);
}

/* Done before its slot began it was that of the slot before. After the slot is fine: it is late,
 * and says so. */
static rc_t check_done(struct call *call, const struct task_args *args, const struct task_row *row)
{
    rc_t rc = day_order_check("on", args->on, row->slot_from, "its slot", call->problem);
    if (rc == RC_OK && args->items_done > row->items)
        rc = problem_set(call->problem, RC_REFUSED, "items_done", "the task has only %d items",
                         (int)row->items);
    return rc;
}

/* `late` by the slot's last day, which is the task's due day: whoever reads the event alone knows
 * whether it was in time. */
static json_t *done_json(const struct task_args *args, const struct task_row *row)
{
    char on[DATE_TEXT];
    json_t *data = json_pack("{s:s, s:b}", "on", civil_format_date(args->on, on), "late",
                             args->on > row->slot_to);
    if (args->by)
        json_object_set_new(data, "by", json_string(args->by));
    if (args->note)
        json_object_set_new(data, "note", json_string(args->note));
    return data;
}

/* The tasks that one request completes, side by side. */
struct task_set {
    size_t count;
    int64_t ids[TASKS_AT_ONCE];
    struct task_row rows[TASKS_AT_ONCE];
    int64_t done_us[TASKS_AT_ONCE]; /* the end of the day they were done on */
};

/* One that is named twice is done by its first mention, and its second is refused as it would be in
 * a request of its own. */
static void mark_repeated(struct task_set *set)
{
    for (size_t i = 1; i < set->count; i++)
        for (size_t j = 0; j < i; j++)
            if (set->ids[i] == set->ids[j])
                set->rows[i].state = TASK_DONE;
}

/* Tasks of a day's list are of one contract nearly always: each contract is asked for once where
 * it begins. */
static rc_t check_set(struct call *call, const struct task_args *args, struct task_set *set)
{
    int64_t contract = 0;
    rc_t rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < set->count; i++) {
        struct task_row *row = &set->rows[i];
        if (row->contract_id != contract)
            rc = contract_find_active(call->db, row->contract, &contract, call->problem);
        if (rc == RC_OK)
            rc = take_row(call, args, TASK_COMPLETE, row);
        if (rc == RC_OK)
            rc = check_done(call, args, row);
    }
    return rc;
}

/* Its deadline stops with it, in time or late; a review's day is what the next one is reckoned
 * from; and all is told. */
static rc_t follow(struct call *call, const struct task_args *args, const struct task_row *row,
                   int64_t done_us)
{
    rc_t rc = RC_OK;
    if (row->deadline_id)
        rc = deadline_stop(call->db, row->deadline_id, done_us, NULL, NULL, call->problem);
    if (rc == RC_OK && row->review)
        rc = task_record(call->db, row, args->on, call->problem);
    return rc == RC_OK ? tell(call, row, "task.completed", done_json(args, row)) : rc;
}

/* All or none, checked in the order given: locked together and written together, so that the list
 * of a day costs little more than one of its tasks. */
static rc_t complete(struct call *call, const struct task_args *args, struct task_set *set)
{
    rc_t rc = task_lock(call->db, set->ids, set->count, set->rows, call->problem);
    if (rc != RC_OK)
        return rc;
    mark_repeated(set);
    rc = check_set(call, args, set);
    if (rc == RC_OK)
        rc = task_done(call->db, set->ids, set->count, args, set->done_us, call->problem);
    for (size_t i = 0; rc == RC_OK && i < set->count; i++)
        rc = follow(call, args, &set->rows[i], set->done_us[i]);
    for (size_t i = 0; i < set->count; i++)
        task_row_fini(&set->rows[i]);
    return rc;
}

/* One task; its reply is the row, so that a caller sees whether it was late. */
rc_t on_task_complete(struct call *call)
{
    struct task_args args;
    rc_t rc = task_complete_decode(call, &args);
    if (rc != RC_OK)
        return rc;
    struct task_set *set = mem_new(sizeof(*set));
    set->count = 1;
    set->ids[0] = args.task;
    rc = complete(call, &args, set);
    mem_free(set);
    return rc == RC_OK ? reply_task(call, args.task) : rc;
}

/* In the order given; the first that cannot be done undoes all. */
rc_t on_task_complete_many(struct call *call)
{
    struct task_args args;
    rc_t rc = task_complete_many_decode(call, &args);
    if (rc != RC_OK)
        return rc;
    struct task_set *set = mem_new(sizeof(*set));
    for (; set->count < json_array_size(args.tasks); set->count++)
        set->ids[set->count] = json_integer_value(json_array_get(args.tasks, set->count));
    rc = complete(call, &args, set);
    if (rc == RC_OK)
        call->result = json_pack("{s:I}", "done", (json_int_t)set->count);
    mem_free(set);
    return rc;
}

/* Nobody is a person too: without a name the task is for whoever is there. */
rc_t on_task_reassign(struct call *call)
{
    struct task_args args;
    struct task_row row = { .id = 0 };
    rc_t rc = task_reassign_decode(call, &args);
    if (rc == RC_OK)
        rc = take(call, &args, TASK_REASSIGN, &row);
    if (rc == RC_OK)
        rc = task_assign(call->db, &row, args.person, call->problem);
    if (rc == RC_OK)
        rc = tell(call, &row, "task.reassigned", json_pack("{s:s?}", "person", args.person));
    if (rc == RC_OK)
        rc = reply_task(call, row.id);
    task_row_fini(&row);
    return rc;
}
