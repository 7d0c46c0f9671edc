/* forecast.get: read once, reckon, write down. Nothing here changes a row: the whole call runs in a
 * read-only snapshot, and all parts of the reply speak of the same instant.
 *
 * The order is that of what depends on what: facts, rates, the plan, the judge with what stands,
 * the bands. Then each part of the reply is made of these. Questions about money go through one judge,
 * which counts the work of all of them together, so that the ceiling holds for the request and not
 * for each of its parts. */
#include "attr.h"
#include "ceilings.h"
#include "civil.h"
#include "contract_frame.h"
#include "forecast_json.h"
#include "memory.h"
#include "report_handlers.h"
#include "report_store.h"
#include "report_wire.h"

/* One forecast under way; what is not made yet is zero. */
struct forecaster {
    struct call *call;
    struct forecast_get get;
    struct contract_head head;
    struct contract_frame frame;
    struct forecast facts;
    struct forecast_rates rates; /* of what may come up besides */
    struct course_row *plan; /* of each item, were all to go by the plan */
    struct forecast_judge judge;
    struct forecast_bands bands;
};

/* ---- reading ----
 * Two reads: what falls due and stands, and what is proposed. The second is the one that the
 * summary shows, so that both name the same sum. */

/* The last day is reckoned by the contract's own calendar: make-up days count, holidays do not. */
static rc_t read_facts(struct forecaster *self)
{
    struct call *call = self->call;
    json_t *json = NULL;
    json_t *penalties = NULL;
    int32_t until = calendar_workdays_from(&self->frame.calendar, self->head.today,
                                           (int32_t)self->get.working_days)
                        .day;
    rc_t rc = report_store_forecast(call->db, &self->head, until, &json, call->problem);
    if (rc == RC_OK)
        rc = report_store_penalties(call->db, &self->head, &penalties, call->problem);
    if (rc != RC_OK) {
        json_decref(json);
        return rc;
    }
    rc = forecast_read(json, &self->frame, self->head.today, &self->facts, call->problem);
    self->facts.until = until;
    self->facts.capacity = self->get.capacity;
    self->facts.proposed_fen = json_integer_value(json_object_get(penalties, "deduct_fen"));
    json_decref(penalties);
    return rc;
}

/* The plan and the bands; both are asked for by every part of the reply. */
static rc_t play(struct forecaster *self)
{
    const struct forecast_play play = { (uint64_t)self->get.seed, self->get.runs, &self->rates };
    forecast_rates_make(&self->facts, self->get.rates, &self->rates);
    self->plan = mem_array(self->facts.item_count + 1, sizeof(*self->plan));
    forecast_course(&self->facts, lateness_of_plan, NULL, self->plan);
    rc_t rc = judge_init(&self->judge, &self->facts, self->call->problem);
    return rc == RC_OK ? forecast_bands_make(&self->judge, &play, &self->bands, self->call->problem)
                       : rc;
}

/* ---- writing ---- */

/* What was asked, and by what it can be asked again: seed, instant and event make the reply. */
static rc_t add_head(struct forecaster *self, json_t *reply)
{
    char today[DATE_TEXT], until[DATE_TEXT];
    int64_t seq = 0;
    rc_t rc = report_store_event_seq(self->call->db, &seq, self->call->problem);
    if (rc != RC_OK)
        return rc;
    const struct {
        const char *key;
        int64_t value;
    } NUMBERS[] = {
        { "working_days", self->get.working_days },
        { "capacity", self->get.capacity },
        { "seed", self->get.seed },
        { "runs", self->get.runs },
        { "event_seq", seq },
    };
    json_object_set_new(reply, "contract", json_string(self->get.contract));
    json_object_set_new(reply, "title", json_string(self->head.title));
    json_object_set_new(reply, "as_of", json_string(self->head.as_of));
    json_object_set_new(reply, "today", json_string(civil_format_date(self->head.today, today)));
    json_object_set_new(reply, "until", json_string(civil_format_date(self->facts.until, until)));
    for (size_t i = 0; i < COUNT_OF(NUMBERS); i++)
        json_object_set_new(reply, NUMBERS[i].key, json_integer(NUMBERS[i].value));
    return RC_OK;
}

/* What missing everything of one collision would add. */
static rc_t collision_cost(struct forecaster *self, const struct forecast_collisions *found,
                           size_t index, int64_t *ret_fen)
{
    const struct forecast_collision *c = &found->rows[index];
    judge_begin(&self->judge);
    for (size_t i = 0; i < c->count; i++) {
        size_t item = found->picks[c->first + i];
        judge_miss(&self->judge, item, self->plan[item].due);
    }
    return judge_ask(&self->judge, ret_fen, self->call->problem);
}

/* At most MAX_LIST_LIMIT are listed, the earliest; the total counts all. */
static rc_t add_collisions(struct forecaster *self, json_t *reply)
{
    struct forecast_collisions found;
    json_t *list = json_array();
    rc_t rc = RC_OK;
    forecast_collide(&self->facts, self->plan, &found);
    for (size_t i = 0; i < found.count && i < MAX_LIST_LIMIT && rc == RC_OK; i++) {
        int64_t fen = 0;
        rc = collision_cost(self, &found, i, &fen);
        if (rc == RC_OK)
            json_array_append_new(
                list, forecast_collision_json(&self->facts, &found, i, self->plan, fen));
    }
    json_object_set_new(reply, "collisions", list);
    json_object_set_new(reply, "collision_total", json_integer((json_int_t)found.count));
    forecast_collisions_fini(&found);
    return rc;
}

/* By the plan alone: chance moves the dates, the bands tell how far. */
static void add_load(struct forecaster *self, json_t *reply)
{
    struct forecast_load load;
    forecast_load_make(&self->facts, self->plan, &load);
    json_object_set_new(reply, "load", forecast_load_json(&self->facts, &load));
    forecast_load_fini(&load);
}

/* A deadline that is open today: what is planned only, or missed already, is none. */
static bool is_open(const struct forecast_item *item)
{
    return item->clocked && !item->missed && item->stage != STAGE_PLANNED;
}

/* Each open deadline missed by itself; counters make that less or more than its part of the whole.
 */
static rc_t add_misses(struct forecaster *self, json_t *list)
{
    rc_t rc = RC_OK;
    for (size_t i = 0; i < self->facts.item_count && rc == RC_OK; i++) {
        struct miss_ruling ruling;
        if (!is_open(&self->facts.items[i]) || json_array_size(list) == MAX_LIST_LIMIT)
            continue;
        rc = judge_one(&self->judge, i, &ruling, self->call->problem);
        if (rc == RC_OK)
            json_array_append_new(list, forecast_miss_json(&self->facts, i, &ruling, &self->bands));
    }
    return rc;
}

/* All open deadlines missed together. */
static rc_t ask_all(struct forecaster *self, int64_t *ret_fen, int64_t *ret_open)
{
    int64_t open = 0;
    judge_begin(&self->judge);
    for (size_t i = 0; i < self->facts.item_count; i++) {
        if (!is_open(&self->facts.items[i]))
            continue;
        open++;
        judge_miss(&self->judge, i, self->facts.items[i].due);
    }
    *ret_open = open;
    return judge_ask(&self->judge, ret_fen, self->call->problem);
}

/* `proposed_fen` is what stands as people have decided it so far, `judged_fen` what the rules say
 * of the facts; they differ while something is waived or not judged yet. */
static rc_t add_exposure(struct forecaster *self, json_t *reply)
{
    int64_t all = 0;
    int64_t open = 0;
    json_t *list = json_array();
    rc_t rc = ask_all(self, &all, &open);
    if (rc == RC_OK)
        rc = add_misses(self, list);
    json_object_set_new(reply, "exposure",
                        json_pack("{s:I, s:I, s:I, s:I, s:I, s:o}", "proposed_fen",
                                  (json_int_t)self->facts.proposed_fen, "judged_fen",
                                  (json_int_t)self->judge.judged_fen, "added_fen", (json_int_t)all,
                                  "total_fen", (json_int_t)(self->facts.proposed_fen + all), "open",
                                  (json_int_t)open, "deadlines", list));
    return rc;
}

/* Parts that may fail come first; what is made of memory alone comes after them. */
static rc_t add_parts(struct forecaster *self, json_t *reply)
{
    rc_t rc = add_head(self, reply);
    if (rc == RC_OK)
        rc = add_collisions(self, reply);
    if (rc == RC_OK)
        rc = add_exposure(self, reply);
    if (rc != RC_OK)
        return rc;
    add_load(self, reply);
    json_object_set_new(reply, "bands", forecast_bands_json(&self->facts, &self->bands));
    json_object_set_new(reply, "chance", forecast_rates_json(&self->rates));
    json_object_set_new(reply, "history", forecast_history_json(&self->facts.spreads));
    return RC_OK;
}

/* A result that a failed part left half made is freed by the host with the call. */
static rc_t run(struct forecaster *self)
{
    struct call *call = self->call;
    rc_t rc = report_store_head(call->db, self->get.contract, &self->head, call->problem);
    if (rc == RC_OK)
        rc = contract_frame_load(call->local, call->db, self->head.id, &self->frame, call->problem);
    if (rc == RC_OK)
        rc = read_facts(self);
    if (rc == RC_OK)
        rc = play(self);
    if (rc != RC_OK)
        return rc;
    call->result = json_object();
    return add_parts(self, call->result);
}

/* Everything is freed in the opposite order of its making, whatever was made. */
rc_t on_forecast_get(struct call *call)
{
    struct forecaster self = { .call = call };
    rc_t rc = report_read_forecast_get(call->args, &self.get, call->problem);
    if (rc == RC_OK)
        rc = run(&self);
    forecast_bands_fini(&self.bands);
    judge_fini(&self.judge);
    forecast_rates_fini(&self.rates);
    mem_free(self.plan);
    forecast_fini(&self.facts);
    contract_frame_fini(&self.frame);
    contract_head_fini(&self.head);
    return rc;
}
