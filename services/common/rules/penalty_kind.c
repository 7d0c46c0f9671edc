/* Kind "penalty": section `penalties`, rule penalty.assess. One annex and its frame; cases come
 * with the question, all of a contract at once, since counters and the ceiling run over them. */
#include <stdio.h>
#include <string.h>

#include "jsonx.h"
#include "memory.h"
#include "pack_reader.h"
#include "penalty.h"
#include "rule_io.h"

/* ---- reading ---- */

/* A map of grade to percentage. */
static rc_t read_grades(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    if (node->kind != YAML_MAP || node->count == 0)
        return reader_refuse(reader, &node->at,
                             "\"grades\" must be a map of grades to percentages");
    struct grade_share *shares = arena_array(reader->memory.texts, node->count, sizeof(*shares));
    PACK_ROWS(struct grade_share) rows = { shares, node->count };
    rc_t rc = RC_OK;
    for (const struct yaml_node *n = node->first; n && rc == RC_OK; n = n->next, shares++) {
        shares->grade = n->key;
        rc = read_percent(reader, n, &shares->bp);
    }
    if (rc == RC_OK)
        memcpy(out, &rows, sizeof(rows));
    return rc;
}

#define ROW(key, member, read, need)                                                               \
    {                                                                                              \
        key, read, offsetof(struct penalty_row, member), need                                      \
    }

/* {no: 1, clause: …, title: …, case: fault, when: {level: X}, from: 4, repeat: repeat, deduct:
 * 1%, measures: […]}. `when` decides whether the row covers a case, `counts` whether the case
 * counts towards `from`, `deduct_when` whether a single case deducts. */
static const struct field ROW_FIELDS[] = {
    ROW("clause", clause, read_text, FIELD_REQUIRED),
    ROW("no", no, read_count, FIELD_REQUIRED),
    ROW("title", title, read_text, FIELD_REQUIRED),
    ROW("case", case_type, read_text, FIELD_REQUIRED),
    ROW("when", when, read_condition, FIELD_OPTIONAL),
    ROW("counts", counts, read_condition, FIELD_OPTIONAL),
    ROW("deduct_when", deduct_when, read_condition, FIELD_OPTIONAL),
    ROW("from", from, read_count, FIELD_OPTIONAL),
    ROW("repeat", repeat, read_text, FIELD_OPTIONAL),
    ROW("deduct", bp, read_percent, FIELD_OPTIONAL),
    ROW("grade_of", grade_fact, read_text, FIELD_OPTIONAL),
    ROW("grades", grades, read_grades, FIELD_OPTIONAL),
    ROW("refund", refund_fact, read_text, FIELD_OPTIONAL),
    ROW("measures", measures, read_texts, FIELD_OPTIONAL),
};
static const struct row_shape ROW_TABLE = ROW_SHAPE("penalty row", ROW_FIELDS, struct penalty_row);

/* In the annex's order, which decides when two rows would cover one case. */
static rc_t read_rows(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &ROW_TABLE, out);
}

#define SOURCE(key, member, read, need)                                                            \
    {                                                                                              \
        key, read, offsetof(struct penalty_source, member), need                                   \
    }

/* {kind: finding, case: …, when: {severity: ">= medium"}} */
static const struct field SOURCE_FIELDS[] = {
    SOURCE("kind", kind, read_text, FIELD_REQUIRED),
    SOURCE("case", case_type, read_text, FIELD_REQUIRED),
    SOURCE("when", when, read_condition, FIELD_OPTIONAL),
};
static const struct row_shape SOURCE_TABLE =
    ROW_SHAPE("source of penalty cases", SOURCE_FIELDS, struct penalty_source);

/* Which missed deadlines turn into cases by themselves; without this list none does. */
static rc_t read_sources(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &SOURCE_TABLE, out);
}

#define HEAD(key, member, read, need)                                                              \
    {                                                                                              \
        key, read, offsetof(struct pack_penalties, member), need                                   \
    }

static const struct field FIELDS[] = {
    HEAD("clause", clause, read_text, FIELD_REQUIRED),
    HEAD("decided_by", decided_by, read_text, FIELD_OPTIONAL),
    HEAD("in_service_period", in_service_period, read_bool, FIELD_REQUIRED),
    HEAD("one_row_per_incident", one_row_per_incident, read_bool, FIELD_REQUIRED),
    HEAD("least", least_bp, read_percent, FIELD_OPTIONAL),
    HEAD("most", most_bp, read_percent, FIELD_OPTIONAL),
    HEAD("ceiling", ceiling_bp, read_percent, FIELD_OPTIONAL),
    HEAD("rows", rows, read_rows, FIELD_REQUIRED),
    HEAD("from_breaches", from_breaches, read_sources, FIELD_OPTIONAL),
};
static const struct row_shape SHAPE = ROW_SHAPE("penalty table", FIELDS, struct pack_penalties);

/* One map: a contract has one annex of penalties, and its frame (period, incident, ceiling) holds
 * for all rows. */
static rc_t read_penalties(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_map(reader, node, &SHAPE, out);
}

/* ---- checking ---- */

/* The contract's own range for one deduction; 0 states none. */
static bool in_range(const struct pack_penalties *p, int64_t bp)
{
    return (p->least_bp == 0 || bp >= p->least_bp) && (p->most_bp == 0 || bp <= p->most_bp);
}

/* Each share within the range that the contract allows. Both ends of the range are allowed (C1). A
 * row without a deduction of its own has nothing to check. */
static rc_t check_shares(struct pack_reader *reader, const struct pack *pack,
                         const struct penalty_row *row)
{
    const struct pack_penalties *p = &pack->penalties;
    if (row->bp > 0 && !in_range(p, row->bp))
        return reader_refuse(reader, &row->at, "the deduction of row %s is outside least..most",
                             row->clause);
    for (size_t i = 0; i < row->grades.count; i++)
        if (!in_range(p, row->grades.rows[i].bp))
            return reader_refuse(reader, &row->at,
                                 "a grade's deduction of row %s is outside least..most",
                                 row->clause);
    return RC_OK;
}

/* A threshold needs a deduction; what belongs to a threshold needs one. */
static rc_t check_row(struct pack_reader *reader, const struct pack *pack,
                      const struct penalty_row *row)
{
    if (row->repeat && !pack_reading(pack, row->repeat))
        return reader_refuse(reader, &row->at, "there is no reading \"%s\"", row->repeat);
    if ((row->grade_fact != NULL) != (row->grades.count > 0))
        return reader_refuse(reader, &row->at, "\"grade_of\" and \"grades\" go together");
    if (row->from > 1 && row->bp == 0)
        return reader_refuse(reader, &row->at, "\"from\" needs a deduction");
    if ((row->repeat || row->counts.count > 0) && row->from <= 1)
        return reader_refuse(reader, &row->at, "\"repeat\" and \"counts\" need \"from\"");
    return check_shares(reader, pack, row);
}

/* Whether any row judges cases of this type. */
static bool is_covered(const struct pack_penalties *p, const char *case_type)
{
    for (size_t i = 0; i < p->rows.count; i++)
        if (strcmp(p->rows.rows[i].case_type, case_type) == 0)
            return true;
    return false;
}

/* A missed deadline becomes a case only of a type that a row judges. The words are the kinds of
 * deadlines that the house tracks, so a source can be matched by text. */
static rc_t check_source(struct pack_reader *reader, const struct pack_penalties *p,
                         const struct penalty_source *source)
{
    static const char *const KINDS[] = { "phase", "finding", "term", "deliverable", "sla", "task" };
    size_t i = 0;
    while (i < COUNT_OF(KINDS) && strcmp(source->kind, KINDS[i]) != 0)
        i++;
    if (i == COUNT_OF(KINDS))
        return reader_refuse(reader, &source->at,
                             "\"kind\" must be phase, finding, term, deliverable, sla or task");
    if (!is_covered(p, source->case_type))
        return reader_refuse(reader, &source->at, "no row covers the case \"%s\"",
                             source->case_type);
    return RC_OK;
}

/* Rows before sources, because a source must name a type that some row judges. */
static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    const struct pack_penalties *p = &pack->penalties;
    rc_t rc = RC_OK;
    for (size_t i = 0; i < p->rows.count && rc == RC_OK; i++)
        rc = check_row(reader, pack, &p->rows.rows[i]);
    for (size_t i = 0; i < p->from_breaches.count && rc == RC_OK; i++)
        rc = check_source(reader, p, &p->from_breaches.rows[i]);
    return rc;
}

static const struct field SECTIONS[] = {
    { "penalties", read_penalties, offsetof(struct pack, penalties), FIELD_OPTIONAL },
    SECTIONS_END,
};

/* ---- penalty.assess ---- */

enum { MAX_CASES = 10000 };

/* `signed` begins the service period where the pack counts within it. */
static const struct fact_row ASSESS_FACTS[] = {
    { "pack", FACT_TEXT, true },     { "contract_fen", FACT_MONEY, true },
    { "signed", FACT_DATE, false },  { "cases", FACT_LIST, true },
    { "readings", FACT_MAP, false }, FACTS_END
};

struct cases { /* cases taken from JSON; attributes are copies without the frame's own fields */
    struct penalty_case *rows;
    json_t **facts;
    size_t count;
};

/* `count` grows case by case, so a list that was refused half-way frees exactly the copies
 * it made. */
static void cases_fini(struct cases *self)
{
    for (size_t i = 0; i < self->count; i++)
        json_decref(self->facts[i]);
    mem_free(self->facts);
    mem_free(self->rows);
}

/* Frame fields apart, the rest are attributes. The index is the id: among cases of one day, the
 * earlier in the list comes first. Attributes are a copy without the frame, so that a row cannot
 * ask for "type" or "at" by accident. */
static rc_t take_case(const pack_t *pack, const json_t *input, struct cases *cases,
                      struct problem *problem)
{
    size_t i = cases->count;
    struct penalty_case *c = &cases->rows[i];
    struct problem why = { .rc = RC_OK };
    char field[PROBLEM_FIELD_MAX];
    if (json_typeof(input) != JSON_OBJECT)
        return problem_set(problem, RC_INVALID, "cases", "a case must be an object");
    rc_t rc = jsonx_text_field(input, "type", JSON_REQUIRED, 64, &c->type, &why);
    if (rc == RC_OK)
        rc = jsonx_text_field(input, "incident", JSON_OPTIONAL, 64, &c->incident, &why);
    if (rc == RC_OK)
        rc = io_day(pack, json_object_get(input, "at"), "at", &c->at, &why);
    if (rc != RC_OK) {
        snprintf(field, sizeof(field), "cases[%zu].%.60s", i, why.field);
        return problem_set(problem, rc, field, "%s", why.text);
    }
    cases->facts[i] = json_copy((json_t *)(uintptr_t)input);
    json_object_del(cases->facts[i], "type");
    json_object_del(cases->facts[i], "incident");
    json_object_del(cases->facts[i], "at");
    c->facts = cases->facts[i];
    c->id = (int64_t)i;
    cases->count++;
    return RC_OK;
}

/* All cases of the question, bounded. */
static rc_t take_cases(const pack_t *pack, const json_t *list, struct cases *ret,
                       struct problem *problem)
{
    size_t count = json_array_size(list);
    rc_t rc = RC_OK;
    if (count > MAX_CASES)
        return problem_set(problem, RC_INVALID, "cases", "at most %d cases are judged at once",
                           MAX_CASES);
    ret->rows = mem_array(count, sizeof(*ret->rows));
    ret->facts = mem_array(count, sizeof(json_t *));
    for (size_t i = 0; i < count && rc == RC_OK; i++)
        rc = take_case(pack, json_array_get(list, i), ret, problem);
    return rc;
}

/* Where the pack counts within the service period and the period begins with a fact, that fact is
 * needed. A last day that the pack leaves open is DAY_MAX and ends nothing (K14). */
static rc_t take_period(const pack_t *pack, const json_t *input, struct penalty_ask *ask,
                        struct problem *problem)
{
    const json_t *begin = json_object_get(input, "signed");
    ask->period_from = pack->service_from;
    ask->period_to = pack->service_to == NO_DAY ? DAY_MAX : pack->service_to;
    if (!jsonx_is_absent(begin)) {
        ask->period_from = io_fact_day(pack, input, "signed");
        return ask->period_from <= ask->period_to
                   ? RC_OK
                   : problem_set(problem, RC_INVALID, "signed",
                                 "\"signed\" lies after the period ends");
    }
    if (pack->penalties.in_service_period && pack->service_from_fact)
        return problem_set(problem, RC_INVALID, pack->service_from_fact,
                           "\"%s\" is missing: it begins the service period",
                           pack->service_from_fact);
    return RC_OK;
}

/* What INTERFACE.md lists, and the counter and proof besides. */
static json_t *assessment_json(const struct penalty_assessment *a)
{
    json_t *row = json_pack("{s:I, s:s, s:I}", "case", (json_int_t)a->case_index, "clause",
                            a->row->clause, "deduct_fen", (json_int_t)a->deduct_fen);
    io_set_texts(row, "measures", a->row->measures.rows, a->row->measures.count);
    if (a->refund_fen)
        json_object_set_new(row, "refund_fen", json_integer(a->refund_fen));
    if (a->threshold > 0) {
        json_object_set_new(row, "count", json_integer(a->count));
        json_object_set_new(row, "threshold", json_integer(a->threshold));
    }
    if (a->charged_by)
        json_object_set_new(row, "charged_by", json_string(a->charged_by));
    if (a->proof)
        json_object_set_new(row, "proof", proof_json(a->proof));
    return row;
}

/* The question's own proof is that of all its rows. What is reckoned here is a proposal until the
 * party that decides has confirmed it. */
static void write_rulings(const pack_t *pack, const struct penalty_rulings *rulings, json_t *result,
                          proof_t *proof)
{
    const char *role = pack->penalties.decided_by;
    json_t *list = json_array();
    for (size_t i = 0; i < rulings->count; i++) {
        json_array_append_new(list, assessment_json(&rulings->rows[i]));
        proof_append(proof, rulings->rows[i].proof);
    }
    json_object_set_new(result, "total_fen", json_integer(rulings->total_fen));
    json_object_set_new(result, "refund_fen", json_integer(rulings->refund_fen));
    json_object_set_new(result, "owed_fen", json_integer(rulings->owed_fen));
    json_object_set_new(result, "capped", json_boolean(rulings->capped));
    json_object_set_new(result, "state", json_string("proposed"));
    json_object_set_new(result, "decided_by",
                        role ? json_string(pack_party_name(pack, role)) : json_null());
    json_object_set_new(result, "assessments", list);
}

/* A proof for each case is made only when the caller wants one: a year has thousands of cases, and
 * reports ask for sums only. */
static rc_t assess(const struct eval_env *env, const json_t *input, json_t *result, proof_t *proof,
                   struct problem *problem)
{
    struct readings_buffer buffer;
    struct readings readings;
    struct cases cases = { .count = 0 };
    struct penalty_rulings rulings;
    struct penalty_ask ask = { .readings = &readings, .with_proofs = proof != NULL };
    rc_t rc = io_pack(env, input, &ask.pack, problem);
    if (rc == RC_OK)
        rc = io_readings(ask.pack, input, &buffer, &readings, problem);
    if (rc == RC_OK)
        rc = take_period(ask.pack, input, &ask, problem);
    if (rc == RC_OK)
        rc = take_cases(ask.pack, json_object_get(input, "cases"), &cases, problem);
    if (rc == RC_OK) {
        ask.contract_fen = json_integer_value(json_object_get(input, "contract_fen"));
        ask.cases = cases.rows;
        ask.count = cases.count;
        rc = penalty_assess(&ask, &rulings, problem);
    }
    if (rc == RC_OK) {
        write_rulings(ask.pack, &rulings, result, proof);
        penalty_rulings_fini(&rulings);
    }
    cases_fini(&cases);
    return rc;
}

static const struct rule_row RULES[] = { { "penalty.assess", assess, true, ASSESS_FACTS },
                                         RULES_END };

const struct kind PENALTY_KIND = {
    .name = "penalty", .sections = SECTIONS, .check = check, .rules = RULES
};
