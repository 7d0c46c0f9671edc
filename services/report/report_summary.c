/* progress.get and summary.get: the state of a contract, with the pack's words and working days
 * counted by the rules. */
#include <string.h>

#include "calendar.h"
#include "civil.h"
#include "contract_frame.h"
#include "pack.h"
#include "report_handlers.h"
#include "report_store.h"
#include "report_wire.h"

/* A contract as the reply names it, and as the rules see it. */
struct basis {
    struct contract_head head;
    struct contract_frame frame; /* its pack and calendar are the rulebook's */
};

/* Free with basis_fini whatever this returns. */
static rc_t basis_init(struct basis *self, struct call *call, const char *contract)
{
    *self = (struct basis){ .head.id = 0 };
    rc_t rc = report_store_head(call->db, contract, &self->head, call->problem);
    if (rc == RC_OK)
        rc = contract_frame_load(call->local, call->db, self->head.id, &self->frame, call->problem);
    return rc;
}

static void basis_fini(struct basis *self)
{
    contract_frame_fini(&self->frame);
    contract_head_fini(&self->head);
}

/* What both replies begin with. */
static json_t *head_json(const struct basis *basis, const char *contract)
{
    char today[DATE_TEXT];
    return json_pack("{s:s, s:s, s:s, s:s, s:s}", "contract", contract, "title", basis->head.title,
                     "customer", basis->head.customer, "as_of", basis->head.as_of, "today",
                     civil_format_date(basis->head.today, today));
}

/* Numbers of the pack's phases, in order; owned by the caller. */
static json_t *phase_numbers(const pack_t *pack)
{
    json_t *numbers = json_array();
    for (size_t i = 0; i < pack->phases.count; i++)
        json_array_append_new(numbers, json_integer(pack->phases.rows[i].no));
    return numbers;
}

/* The pack's phase numbers go along, so that the counts come back in their order, zeros
 * included. */
static rc_t load_teams(struct call *call, const struct basis *basis, json_t **ret_teams)
{
    json_t *numbers = phase_numbers(basis->frame.pack);
    rc_t rc = report_store_teams(call->db, &basis->head, numbers, ret_teams, call->problem);
    json_decref(numbers);
    return rc;
}

/* ---- progress.get ---- */

static json_t *phase_heads(const pack_t *pack)
{
    json_t *heads = json_array();
    for (size_t i = 0; i < pack->phases.count; i++) {
        const struct pack_phase *phase = &pack->phases.rows[i];
        json_array_append_new(heads,
                              json_pack("{s:I, s:s, s:i}", "number", (json_int_t)phase->no, "name",
                                        phase->name, "limit_days", (int)phase->limit.amount));
    }
    return heads;
}

/* Teams are totals of the whole contract on every page, so each page can be shown by itself. */
static rc_t fill_progress(struct call *call, const struct basis *basis, const struct page *page,
                          json_t *reply)
{
    json_t *list = NULL;
    json_t *teams = NULL;
    rc_t rc = report_store_progress(call->db, &basis->head, page, &list, call->problem);
    if (rc != RC_OK)
        return rc;
    json_object_set_new(reply, "phases", phase_heads(basis->frame.pack));
    json_object_set(reply, "systems", json_object_get(list, "items"));
    json_object_set(reply, "next", json_object_get(list, "next"));
    json_decref(list);
    rc = load_teams(call, basis, &teams);
    if (rc == RC_OK)
        json_object_set_new(reply, "teams", teams);
    return rc;
}

/* basis_fini also after a failed basis_init: it frees what had been read. */
rc_t on_progress_get(struct call *call)
{
    struct progress_get get;
    struct basis basis;
    rc_t rc = report_read_progress_get(call->args, &get, call->problem);
    if (rc != RC_OK)
        return rc;
    rc = basis_init(&basis, call, get.contract);
    if (rc == RC_OK) {
        call->result = head_json(&basis, get.contract);
        rc = fill_progress(call, &basis, &get.page, call->result);
    }
    basis_fini(&basis);
    return rc;
}

/* ---- summary.get ---- */

/* Sum of a number over the teams. */
static json_int_t team_sum(const json_t *teams, const char *key)
{
    json_int_t sum = 0;
    json_t *team;
    size_t i;
    json_array_foreach(teams, i, team) sum += json_integer_value(json_object_get(team, key));
    return sum;
}

/* Systems in the pack's `index`-th phase, over all teams. */
static json_int_t phase_sum(const json_t *teams, size_t index)
{
    json_int_t sum = 0;
    json_t *team;
    size_t i;
    json_array_foreach(teams, i, team)
    {
        sum += json_integer_value(json_array_get(json_object_get(team, "phases"), index));
    }
    return sum;
}

/* Named by the pack of the contract; a phase without a system is there with 0, so that the
 * columns stay in place. */
static json_t *phase_totals(const pack_t *pack, const json_t *teams)
{
    json_t *totals = json_array();
    for (size_t i = 0; i < pack->phases.count; i++)
        json_array_append_new(
            totals, json_pack("{s:I, s:s, s:I}", "number", (json_int_t)pack->phases.rows[i].no,
                              "name", pack->phases.rows[i].name, "systems", phase_sum(teams, i)));
    return totals;
}

/* The contract's own numbers are the sums over its teams: every system belongs to one. */
static rc_t fill_teams(struct call *call, const struct basis *basis, json_t *reply)
{
    static const char *const SUMS[] = { "systems", "started", "done", "late" };
    json_t *teams = NULL;
    rc_t rc = load_teams(call, basis, &teams);
    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < COUNT_OF(SUMS); i++)
        json_object_set_new(reply, SUMS[i], json_integer(team_sum(teams, SUMS[i])));
    json_object_set_new(reply, "phases", phase_totals(basis->frame.pack, teams));
    json_object_set_new(reply, "teams", teams);
    return RC_OK;
}

/* Days from a deadline's due day to today (overdue) or the other way, by calendar and by working
 * days. */
static void add_days(const struct basis *basis, bool overdue, json_t *item)
{
    int32_t due = basis->head.today;
    int32_t today = basis->head.today;
    if (!civil_parse_date(json_string_value(json_object_get(item, "due")), &due))
        return; /* the statement gives dates */
    int32_t from = overdue ? due : today;
    int32_t to = overdue ? today : due;
    int32_t working = calendar_count(&basis->frame.calendar, from + 1, to, BASIS_WORKING);
    json_object_set_new(item, overdue ? "days_over" : "days_left", json_integer(to - from));
    json_object_set_new(item, overdue ? "working_days_over" : "working_days_left",
                        json_integer(working));
}

/* At most MAX_LIST_LIMIT deadlines are listed; the total counts all of them. */
static rc_t fill_due(struct call *call, const struct basis *basis, const struct due_ask *ask,
                     json_t *reply)
{
    json_t *due = NULL;
    json_t *item;
    size_t i;
    rc_t rc = report_store_due(call->db, &basis->head, ask, &due, call->problem);
    if (rc != RC_OK)
        return rc;
    json_t *items = json_object_get(due, "items");
    json_array_foreach(items, i, item) add_days(basis, ask->overdue, item);
    json_object_set(reply, ask->overdue ? "overdue" : "due", items);
    json_object_set(reply, ask->overdue ? "overdue_total" : "due_total",
                    json_object_get(due, "total"));
    json_decref(due);
    return RC_OK;
}

/* The pack's title of a penalty row; "" for a clause that a later pack dropped. */
static const char *penalty_title(const pack_t *pack, const char *clause)
{
    for (size_t i = 0; i < pack->penalties.rows.count; i++)
        if (strcmp(pack->penalties.rows.rows[i].clause, clause) == 0)
            return pack->penalties.rows.rows[i].title;
    return "";
}

/* Sums come from the table, titles from the pack that the contract stands on. */
static rc_t fill_penalties(struct call *call, const struct basis *basis, json_t *reply)
{
    json_t *penalties = NULL;
    json_t *row;
    size_t i;
    rc_t rc = report_store_penalties(call->db, &basis->head, &penalties, call->problem);
    if (rc != RC_OK)
        return rc;
    json_array_foreach(json_object_get(penalties, "by_clause"), i, row)
    {
        const char *clause = json_string_value(json_object_get(row, "clause"));
        json_object_set_new(row, "title", json_string(penalty_title(basis->frame.pack, clause)));
    }
    json_object_set_new(reply, "penalties", penalties);
    return RC_OK;
}

static rc_t fill_documents(struct call *call, const struct basis *basis, json_t *reply)
{
    json_t *documents = NULL;
    rc_t rc = report_store_documents(call->db, &basis->head, &documents, call->problem);
    if (rc == RC_OK)
        json_object_set_new(reply, "documents", documents);
    return rc;
}

/* All parts in the one snapshot of the call, so that the sums agree with the lists. */
static rc_t fill_summary(struct call *call, const struct basis *basis, int32_t working_days,
                         json_t *reply)
{
    char until[DATE_TEXT];
    const struct due_ask overdue = { .overdue = true };
    const struct due_ask ahead = {
        .until = working_days == 0 ? basis->head.today
                                   : calendar_workdays_from(&basis->frame.calendar,
                                                            basis->head.today, working_days)
                                         .day,
    };
    json_object_set_new(reply, "working_days", json_integer(working_days));
    json_object_set_new(reply, "until", json_string(civil_format_date(ahead.until, until)));
    rc_t rc = fill_teams(call, basis, reply);
    if (rc == RC_OK)
        rc = fill_due(call, basis, &ahead, reply);
    if (rc == RC_OK)
        rc = fill_due(call, basis, &overdue, reply);
    if (rc == RC_OK)
        rc = fill_penalties(call, basis, reply);
    if (rc == RC_OK)
        rc = fill_documents(call, basis, reply);
    return rc;
}

/* One snapshot: the parts of the page agree with each other. */
rc_t on_summary_get(struct call *call)
{
    struct summary_get get;
    struct basis basis;
    rc_t rc = report_read_summary_get(call->args, &get, call->problem);
    if (rc != RC_OK)
        return rc;
    rc = basis_init(&basis, call, get.contract);
    if (rc == RC_OK) {
        call->result = head_json(&basis, get.contract);
        rc = fill_summary(call, &basis, (int32_t)get.working_days, call->result);
    }
    basis_fini(&basis);
    return rc;
}
