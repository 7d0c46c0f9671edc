/* Kind "kpi": section `kpis`, rule kpi.evaluate. A table of key figures, each held against what its
 * row asks; no row leans on another, and no sum of points is made of them. */
#include <stdio.h>
#include <string.h>

#include "jsonx.h"
#include "kpi.h"
#include "pack_reader.h"
#include "rule_io.h"

/* The words stand in the order of enum kpi_type. */
static rc_t read_type(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    static const char *const WORDS[] = { "numeric", "none_means_zero", "qualitative", NULL };
    int index;
    rc_t rc = read_word(reader, node, "\"type\"", WORDS, &index);
    if (rc == RC_OK)
        memcpy(out, &(enum kpi_type){ (enum kpi_type)index }, sizeof(enum kpi_type));
    return rc;
}

/* Operator and number of the row; a per cent sign makes it a ratio row. */
static rc_t read_is(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    struct pack_kpi *kpi = out;
    struct comparison c;
    rc_t rc = read_comparison(reader, node, &c);
    if (rc != RC_OK)
        return rc;
    kpi->compared = true;
    kpi->op = c.op;
    kpi->number = c.number;
    kpi->percent = c.percent;
    return RC_OK;
}

#define ROW(key, member, read, need)                                                               \
    {                                                                                              \
        key, read, offsetof(struct pack_kpi, member), need                                         \
    }

/* {row: "3", clause: …, level1: …, level2: …, title: …, type: numeric, is: ">= 60%"}
 */
static const struct field FIELDS[] = {
    ROW("clause", clause, read_text, FIELD_REQUIRED),
    ROW("row", row, read_text, FIELD_OPTIONAL),
    ROW("title", title, read_text, FIELD_REQUIRED),
    ROW("level1", level1, read_text, FIELD_OPTIONAL),
    ROW("level2", level2, read_text, FIELD_OPTIONAL),
    ROW("unit", unit, read_text, FIELD_OPTIONAL),
    ROW("type", type, read_type, FIELD_REQUIRED),
    { "is", read_is, 0, FIELD_OPTIONAL },
};
static const struct row_shape SHAPE = ROW_SHAPE("key figure", FIELDS, struct pack_kpi);

/* In the order of the document's table, in which the answer comes as well. */
static rc_t read_kpis(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &SHAPE, out);
}

/* Numeric rows need a number to be compared with; qualitative ones have none. */
static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    rc_t rc = reader_unique(reader, &SHAPE, &pack->kpis, offsetof(struct pack_kpi, clause));
    if (rc == RC_OK)
        rc = reader_unique(reader, &SHAPE, &pack->kpis, offsetof(struct pack_kpi, row));
    for (size_t i = 0; i < pack->kpis.count && rc == RC_OK; i++) {
        const struct pack_kpi *k = &pack->kpis.rows[i];
        if (k->compared == (k->type == KPI_QUALITATIVE))
            rc = reader_refuse(reader, &k->at,
                               "key figure %s needs \"is\", and a qualitative one has none",
                               k->clause);
    }
    return rc;
}

static const struct field SECTIONS[] = {
    { "kpis", read_kpis, offsetof(struct pack, kpis), FIELD_OPTIONAL },
    SECTIONS_END,
};

/* ---- kpi.evaluate ---- */

/* `actuals` maps a row's number or clause to what is known of it. */
static const struct fact_row EVALUATE_FACTS[] = { { "pack", FACT_TEXT, true },
                                                  { "actuals", FACT_MAP, true },
                                                  { "readings", FACT_MAP, false },
                                                  FACTS_END };

/* Parts and whole, both from 0. A part greater than its whole is let through; the row's limit
 * judges it. */
static rc_t take_ratio(const json_t *value, struct kpi_actual *ret, struct problem *problem)
{
    static const char *const KNOWN[] = { "num", "den", NULL };
    ret->type = ACTUAL_RATIO;
    rc_t rc = jsonx_only(value, KNOWN, problem);
    if (rc == RC_OK)
        rc = jsonx_int_field(value, "num", JSON_REQUIRED, 0, INT64_MAX, &ret->num, problem);
    if (rc == RC_OK)
        rc = jsonx_int_field(value, "den", JSON_REQUIRED, 0, INT64_MAX, &ret->den, problem);
    return rc;
}

/* null is not known yet, true and false are a person's word, an object is a ratio, the rest a
 * number. Field names are added by the caller, who knows the row. */
static rc_t take_actual(const json_t *value, struct kpi_actual *ret, struct problem *problem)
{
    *ret = (struct kpi_actual){ .type = ACTUAL_UNKNOWN };
    if (json_typeof(value) == JSON_NULL)
        return RC_OK;
    if (json_typeof(value) == JSON_OBJECT)
        return take_ratio(value, ret, problem);
    if (json_typeof(value) == JSON_TRUE || json_typeof(value) == JSON_FALSE) {
        ret->type = ACTUAL_CONFIRMED;
        ret->confirmed = json_typeof(value) == JSON_TRUE;
        return RC_OK;
    }
    ret->type = ACTUAL_VALUE;
    return decimal_from_json(value, &ret->value)
               ? RC_OK
               : problem_set(problem, RC_INVALID, "", "a key figure must be a decimal as text");
}

struct tally {
    int64_t met, failed, pending;
};

/* Decimal text of a row's value: two places on percentage rows, else as it was given; of a ratio as
 * few as it needs. What a person typed comes back as typed; rounding is for display only (C4). */
static json_t *value_json(const struct pack_kpi *kpi, const json_t *given,
                          const struct kpi_ruling *r)
{
    if (!r->has_value)
        return json_null();
    if (!kpi->percent && json_typeof(given) == JSON_STRING)
        return json_copy((json_t *)(uintptr_t)given);
    if (kpi->percent || r->value % DECIMAL_ONE != 0)
        return io_two_places(r->value);
    char text[32];
    snprintf(text, sizeof(text), "%lld", (long long)(r->value / DECIMAL_ONE));
    return json_string(text);
}

/* The row comes back under the name by which it was asked for. */
static json_t *row_json(const char *key, const struct pack_kpi *kpi, const json_t *given,
                        const struct kpi_ruling *r)
{
    json_t *row = json_object();
    json_object_set_new(row, "row", json_string(key));
    json_object_set_new(row, "verdict", json_string(kpi_verdict_word(r->verdict)));
    json_object_set_new(row, "value", value_json(kpi, given, r));
    json_object_set_new(row, "needed", r->has_needed ? json_integer(r->needed) : json_null());
    return row;
}

/* The key under which the actuals name a row: its number or its clause; NULL when they do not. */
static const char *key_of(const struct pack_kpi *kpi, const json_t *actuals)
{
    if (kpi->row && json_object_get(actuals, kpi->row))
        return kpi->row;
    return json_object_get(actuals, kpi->clause) ? kpi->clause : NULL;
}

/* One row of the table, when the question names it. A row that does not apply counts as met (C12).
 * A row that the question leaves out is not judged and in none of the three counts. */
static rc_t judge(const struct pack_kpi *kpi, const json_t *actuals, json_t *rows,
                  struct tally *tally, proof_t *proof, struct problem *problem)
{
    struct kpi_actual actual;
    struct kpi_ruling r;
    const char *key = key_of(kpi, actuals);
    const json_t *given = key ? json_object_get(actuals, key) : NULL;
    if (!key)
        return RC_OK;
    char where[PROBLEM_FIELD_MAX];
    struct problem why = { .rc = RC_OK };
    snprintf(where, sizeof(where), "actuals.%.30s", key);
    rc_t rc = take_actual(given, &actual, &why);
    if (rc == RC_OK)
        rc = kpi_rule(kpi, &actual, proof, &r, &why);
    if (rc != RC_OK)
        return io_inside(problem, where, &why);
    tally->met += r.verdict == KPI_MET || r.verdict == KPI_NOT_APPLICABLE;
    tally->failed += r.verdict == KPI_FAILED;
    tally->pending += r.verdict == KPI_PENDING;
    json_array_append_new(rows, row_json(key, kpi, given, &r));
    return RC_OK;
}

/* A row that the pack does not have must not be passed over, nor one that is named twice, by its
 * number and by its clause. */
static rc_t check_keys(const pack_t *pack, const json_t *actuals, struct problem *problem)
{
    json_t *all = (json_t *)(uintptr_t)actuals;
    for (void *it = json_object_iter(all); it; it = json_object_iter_next(all, it)) {
        const char *key = json_object_iter_key(it);
        const struct pack_kpi *kpi = kpi_find(pack, key);
        char field[PROBLEM_FIELD_MAX];
        snprintf(field, sizeof(field), "actuals.%.64s", key);
        if (!kpi)
            return problem_set(problem, RC_INVALID, field, "pack %s has no row \"%s\"", pack->name,
                               key);
        if (strcmp(key_of(kpi, actuals), key) != 0)
            return problem_set(problem, RC_INVALID, field, "row \"%s\" is named twice", key);
    }
    return RC_OK;
}

/* kpi.evaluate. Rows come back in the table's order whatever the order of the question, and only
 * those that it names. */
static rc_t evaluate(const struct eval_env *env, const json_t *input, json_t *result,
                     proof_t *proof, struct problem *problem)
{
    const pack_t *pack;
    struct tally tally = { 0, 0, 0 };
    const json_t *actuals = json_object_get(input, "actuals");
    rc_t rc = io_pack(env, input, &pack, problem);
    if (rc == RC_OK)
        rc = io_readings_checked(pack, input, problem);
    if (rc == RC_OK)
        rc = check_keys(pack, actuals, problem);
    if (rc != RC_OK)
        return rc;
    json_t *rows = json_array();
    json_object_set_new(result, "rows", rows);
    for (size_t i = 0; i < pack->kpis.count && rc == RC_OK; i++)
        rc = judge(&pack->kpis.rows[i], actuals, rows, &tally, proof, problem);
    json_object_set_new(result, "met", json_integer(tally.met));
    json_object_set_new(result, "failed", json_integer(tally.failed));
    json_object_set_new(result, "pending", json_integer(tally.pending));
    return rc;
}

static const struct rule_row RULES[] = { { "kpi.evaluate", evaluate, true, EVALUATE_FACTS },
                                         RULES_END };

const struct kind KPI_KIND = {
    .name = "kpi", .sections = SECTIONS, .check = check, .rules = RULES
};
