/* Each rule that has dates, counts or sums, and how a question to it is made from a row. Facts are
 * those of the contract where they happened; all else happens on one day, and attributes are what
 * the row's own conditions ask for, so that the row applies. */
#include "pack_probes.h"

#include <string.h>

#include "limit.h"
#include "readings.h"

/* ---- parts of questions ---- */

/* Whole days carry no zone: a date is the same on both sides. */
static json_t *day_json(int32_t day)
{
    char text[DATE_TEXT];
    return json_string(civil_format_date(day, text));
}

/* Nine in the morning: an instant serves as a date too. Nine o'clock lies in usual business hours,
 * and well away from either end of the day in the zone. */
static json_t *morning_json(const struct probe_side *side)
{
    static const int64_t NINE_HOURS = 9 * 3600 * US_PER_SECOND;
    char text[INSTANT_TEXT];
    int zone = side->pack->zone_minutes;
    return json_string(
        civil_format_instant(civil_day_start(side->day, zone) + NINE_HOURS, zone, text));
}

/* A fact that is recorded, the signing that the contract states, or the one day for all that did
 * not happen. A fact that did happen is taken as it is on both sides; the rest is assumed, and the
 * move says so. */
static json_t *fact_json(struct probe_side *side, const char *clause, const char *name)
{
    const json_t *known = known_facts_at(side->known, side->serial, clause, name);
    if (known)
        return json_incref((json_t *)(uintptr_t)known);
    if (strcmp(name, "signed") == 0 && side->ask->signed_day != NO_DAY)
        return day_json(side->ask->signed_day);
    side->assumed = true;
    return morning_json(side);
}

/* A value that makes a comparison true. One step above or below the bound for the strict operators
 * and !=, the bound itself for the others; whole numbers are enough, as counts are what rows
 * compare. */
static json_t *holding_json(const struct fact_test *test)
{
    static const int64_t STEPS[OP__COUNT] = {
        [OP_NE] = DECIMAL_ONE, [OP_GT] = DECIMAL_ONE, [OP_LT] = -DECIMAL_ONE
    };
    if (test->type == TEST_BOOL)
        return json_boolean(test->flag);
    if (test->type == TEST_WORD)
        return json_string(test->words[0]);
    return json_integer((test->number + STEPS[test->op]) / DECIMAL_ONE);
}

/* Attributes on which a condition holds, by its first alternative. The first alternative will do: a
 * move shows with any attributes on which the row applies. */
static void add_attributes(json_t *facts, const struct condition *condition)
{
    const struct conjunction *first = condition->count > 0 ? condition->alternatives : NULL;
    for (size_t i = 0; first && i < first->count; i++)
        json_object_set_new(facts, first->tests[i].fact, holding_json(&first->tests[i]));
}

/* ---- questions ---- */

/* The i-th start of a term; one that goes by a reading under the pack's own value. */
static const char *start_name(const struct probe_side *side, const struct pack_term *term, size_t i)
{
    const char *name = term->starts.rows[i];
    return name[0] == '$' ? reading_value(side->pack, NULL, name + 1) : name; /* a pack gives it */
}

/* A system is asked about as the scheduler plans for it: where a start of the term is its own. */
static bool own_term(const struct probe_side *side, const void *row)
{
    const struct pack_term *term = row;
    bool own = false;
    for (size_t i = 0; term && i < term->starts.count; i++) {
        const char *name = start_name(side, term, i);
        own = own || known_facts_at(side->known, side->serial, term->clause, name) !=
                         known_facts_at(side->known, OF_CONTRACT, term->clause, name);
    }
    return own;
}

/* The end of service is left to the pack where it has one, since a change of that day is what
 * should show. */
static json_t *ask_term(const struct probe *probe, struct probe_side *side, const void *row,
                        size_t variant)
{
    static const char SERVICE_END[] = "service_end";
    const struct pack_term *term = row;
    (void)probe;
    if (variant > 0)
        return NULL;
    json_t *facts = json_object();
    for (size_t i = 0; i < term->starts.count; i++) {
        const char *name = start_name(side, term, i);
        bool own = strcmp(name, SERVICE_END) == 0 && side->pack->service_to != NO_DAY;
        if (!own)
            json_object_set_new(facts, name, fact_json(side, term->clause, name));
    }
    return json_pack("{s:s, s:o}", "clause", term->clause, "facts", facts);
}

/* The limits of a clock that hold only on some attributes are variants of the question. */
static json_t *ask_clock(const struct probe *probe, struct probe_side *side, const void *row,
                         size_t variant)
{
    const struct pack_clock *clock = row;
    const struct condition *when = NULL;
    size_t n = 0;
    (void)probe;
    const struct {
        const struct clock_limit *rows;
        size_t count;
    } lists[] = { { clock->respond.rows, clock->respond.count },
                  { clock->remote.rows, clock->remote.count },
                  { clock->onsite.rows, clock->onsite.count } };
    for (size_t k = 0; k < sizeof(lists) / sizeof(lists[0]); k++)
        for (size_t i = 0; i < lists[k].count; i++)
            if (lists[k].rows[i].when.count > 0 && ++n == variant)
                when = &lists[k].rows[i].when;
    if (variant > n)
        return NULL;
    side->assumed = true;
    json_t *facts = json_pack("{s:o, s:o}", "occurred_at", morning_json(side),
                              "onsite_requested_at", morning_json(side));
    add_attributes(facts, &clock->when);
    if (when)
        add_attributes(facts, when);
    return json_pack("{s:s, s:o}", "clause", clock->clause, "facts", facts);
}

/* One question on the whole contract; a pack without payments would only refuse it. */
static json_t *ask_instalments(const struct probe *probe, struct probe_side *side, const void *row,
                               size_t variant)
{
    (void)probe;
    (void)row;
    if (variant > 0 || side->pack->payments.count == 0)
        return NULL;
    return json_pack("{s:I}", "contract_fen", (json_int_t)side->fen);
}

/* A capped percentage is decided at its cap. */
static json_t *ask_settlement(const struct probe *probe, struct probe_side *side, const void *row,
                              size_t variant)
{
    const struct settlement_grade *grade = row;
    (void)probe;
    if (variant > 0)
        return NULL;
    json_t *question = json_pack("{s:I, s:s, s:i, s:i}", "contract_fen", (json_int_t)side->fen,
                                 "quality", grade->quality, "deductions_fen", 0, "paid_fen", 0);
    if (grade->at_most_bp > 0)
        json_object_set_new(question, "percent",
                            json_sprintf("%d.%02d", (int)(grade->at_most_bp / 100),
                                         (int)(grade->at_most_bp % 100)));
    return question;
}

/* As many cases as it takes for the row to deduct once. */
static json_t *ask_penalty(const struct probe *probe, struct probe_side *side, const void *row,
                           size_t variant)
{
    const struct penalty_row *penalty = row;
    (void)probe;
    if (variant > 0)
        return NULL;
    json_t *cases = json_array();
    for (int64_t i = 0; i < (penalty->from > 1 ? penalty->from : 1); i++) {
        json_t *one =
            json_pack("{s:s, s:o}", "type", penalty->case_type, "at", day_json(side->day));
        add_attributes(one, &penalty->when);
        add_attributes(one, &penalty->counts);
        add_attributes(one, &penalty->deduct_when);
        if (penalty->grade_fact) /* a pack gives both or neither */
            json_object_set_new(one, penalty->grade_fact,
                                json_string(penalty->grades.rows[0].grade));
        if (penalty->refund_fact)
            json_object_set_new(one, penalty->refund_fact, json_integer(side->fen));
        json_array_append_new(cases, one);
    }
    side->assumed = true;
    json_t *question =
        json_pack("{s:I, s:o}", "contract_fen", (json_int_t)side->fen, "cases", cases);
    if (side->pack->service_from_fact)
        json_object_set_new(question, "signed", day_json(side->day));
    return question;
}

/* Due day and payment lie some forty working days apart, so that the days without interest are
 * normally over. */
static json_t *ask_interest(const struct probe *probe, struct probe_side *side, const void *row,
                            size_t variant)
{
    enum { DELAY_DAYS = 60 }; /* long enough for interest to begin */
    (void)probe;
    (void)row;
    if (variant > 0 || !side->pack->late_interest.at.file)
        return NULL;
    side->assumed = true;
    return json_pack("{s:I, s:o, s:o}", "delayed_fen", (json_int_t)side->fen, "due",
                     day_json(side->day), "paid", day_json(side->day + DELAY_DAYS));
}

/* The three shares by days are one section and three rules; `detail` names the rule's date. */
static json_t *ask_share(const struct probe *probe, struct probe_side *side, const void *row,
                         size_t variant)
{
    enum { HOLDOVER_DAYS = 30 };
    static const char *const DATES[PRO_RATA__COUNT] = { "terminated", "ended", "from" };
    const struct pack_pro_rata *share = row;
    if (variant > 0 || strcmp(DATES[share->kind], probe->detail) != 0)
        return NULL;
    bool after = share->kind == PRO_RATA_HOLDOVER;
    int32_t day = after ? side->to + 1 : side->day;
    side->assumed = true;
    json_t *question = json_pack("{s:I, s:o}", "contract_fen", (json_int_t)side->fen, probe->detail,
                                 day_json(day));
    if (after)
        json_object_set_new(question, "to", day_json(day + HOLDOVER_DAYS));
    return question;
}

/* Over the side's own service period, so that a period which grew shows in the counts too. */
static json_t *ask_count(const struct probe *probe, struct probe_side *side, const void *row,
                         size_t variant)
{
    const char *clause;
    if (variant > 0)
        return NULL;
    memcpy(&clause, (const char *)row + probe->clause, sizeof(clause));
    json_t *select = json_pack("{s:s}", "clause", clause);
    if (probe->detail)
        json_object_set_new(select, "kind", json_string(probe->detail));
    return json_pack("{s:o, s:o, s:o}", "from", day_json(side->from), "to", day_json(side->to),
                     "select", select);
}

/* From one common day: what moves is then the length of the phases and not their start. */
static json_t *ask_phases(const struct probe *probe, struct probe_side *side, const void *row,
                          size_t variant)
{
    (void)probe;
    (void)row;
    if (variant > 0 || side->pack->phases.count == 0)
        return NULL;
    side->assumed = true;
    return json_pack("{s:o}", "start", day_json(side->day));
}

/* Any value will do: what the clause requires is the same for all. */
static json_t *ask_limit(const struct probe *probe, struct probe_side *side, const void *row,
                         size_t variant)
{
    const struct pack_limit *limit = row;
    (void)probe;
    if (variant > 0)
        return NULL;
    return json_pack("{s:s, s:o, s:I}", "clause", limit->clause, "value",
                     limit->value == LIMIT_DISTINCT ? json_array() : json_integer(0),
                     "contract_fen", (json_int_t)side->fen);
}

/* These questions have no variants and no row; `detail` says of what, `sum` what is added up. */
static json_t *ask_query(const struct probe *probe, struct probe_side *side, const void *row,
                         size_t variant)
{
    (void)side;
    (void)row;
    return variant > 0 ? NULL : json_pack("{s:s, s:s?}", "of", probe->detail, "sum", probe->sum);
}

/* ---- the table ---- */

#define ROWS(list, type)                                                                           \
    offsetof(struct pack, list), sizeof(struct type), offsetof(struct type, clause)
#define WHOLE 0, 0, 0

const struct probe PROBES[] = {
    { "term.due",
      ROWS(terms, pack_term),
      ask_term,
      NULL,
      NULL,
      { "due", "opens", "amount_fen" },
      own_term },
    { "sla.clock",
      ROWS(clocks, pack_clock),
      ask_clock,
      NULL,
      NULL,
      { "respond_by", "remote_by", "onsite_by" },
      NULL },
    { "phase.plan", WHOLE, ask_phases, NULL, NULL, { "phases" }, NULL },
    { "schedule.count",
      ROWS(recurring, pack_recurring),
      ask_count,
      NULL,
      NULL,
      { "instances", "items", "quota" },
      NULL },
    { "schedule.count",
      ROWS(deliverables, pack_deliverable),
      ask_count,
      "deliverable",
      NULL,
      { "instances" },
      NULL },
    { "payment.instalments", WHOLE, ask_instalments, NULL, NULL, { "instalments_fen" }, NULL },
    { "settlement.final",
      ROWS(settlement, settlement_grade),
      ask_settlement,
      NULL,
      NULL,
      { "total_fen", "final_instalment_fen" },
      NULL },
    { "penalty.assess",
      ROWS(penalties.rows, penalty_row),
      ask_penalty,
      NULL,
      NULL,
      { "total_fen", "refund_fen" },
      NULL },
    { "payment.late_interest", WHOLE, ask_interest, NULL, NULL, { "interest_fen", "days" }, NULL },
    { "termination.refund",
      ROWS(pro_rata, pack_pro_rata),
      ask_share,
      "terminated",
      NULL,
      { "refund_fen", "days" },
      NULL },
    { "termination.earned",
      ROWS(pro_rata, pack_pro_rata),
      ask_share,
      "ended",
      NULL,
      { "earned_fen", "days" },
      NULL },
    { "service.holdover",
      ROWS(pro_rata, pack_pro_rata),
      ask_share,
      "from",
      NULL,
      { "fee_fen", "days" },
      NULL },
    { "limit.check", ROWS(limits, pack_limit), ask_limit, NULL, NULL, { "required" }, NULL },
    { "pack.query", WHOLE, ask_query, "system", NULL, { "count" }, NULL },
    { "pack.query", WHOLE, ask_query, "service", NULL, { "count" }, NULL },
    { "pack.query", WHOLE, ask_query, "post", "headcount", { "count", "sum" }, NULL },
    { "pack.query", WHOLE, ask_query, "licence", "points", { "count", "sum" }, NULL },
    { "pack.query", WHOLE, ask_query, "checklist_item", NULL, { "count" }, NULL },
    { NULL, WHOLE, NULL, NULL, NULL, { NULL }, NULL },
};
