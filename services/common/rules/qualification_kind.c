/* Kind "qualification": section `qualifications`, rule qualification.check. */
#include <stdio.h>
#include <string.h>

#include "credential_read.h"
#include "jsonx.h"
#include "memory.h"
#include "parse.h"
#include "qualification.h"
#include "rule_io.h"

enum { MAX_YEARS = 60, MAX_MONTHS = 60, MONTHS_PER_YEAR = 12 };

/* "2 years" or "18 months", in months. The ceiling is one on the amount, so years go further than
 * months. */
static rc_t read_span(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    static const struct {
        const char *word;
        int64_t months;
    } UNITS[] = { { " years", MONTHS_PER_YEAR }, { " year", MONTHS_PER_YEAR }, { " months", 1 } };
    char number[16];
    int64_t amount;
    const char *text = node->kind == YAML_TEXT ? node->text : "";
    size_t digits = strspn(text, "0123456789");
    for (size_t i = 0; i < COUNT_OF(UNITS) && digits < sizeof(number); i++) {
        memcpy(number, text, digits);
        number[digits] = '\0';
        if (strcmp(text + digits, UNITS[i].word) != 0 || !parse_i64(number, &amount) ||
            amount < 1 || amount > MAX_YEARS)
            continue;
        memcpy(out, &(int64_t){ amount * UNITS[i].months }, sizeof(int64_t));
        return RC_OK;
    }
    return reader_refuse(reader, &node->at, "\"%s\" must be a time such as 2 years", node->key);
}

struct contracts { /* {at_least: 1, within: 2 years} */
    struct pack_place at;
    int64_t least, months;
};

#define FIELD(type, key, member, read, need)                                                       \
    {                                                                                              \
        key, read, offsetof(struct type, member), need                                             \
    }

static const struct field CONTRACT_FIELDS[] = {
    FIELD(contracts, "at_least", least, read_count, FIELD_REQUIRED),
    FIELD(contracts, "within", months, read_span, FIELD_REQUIRED),
};
static const struct row_shape CONTRACTS =
    ROW_SHAPE("number of contracts", CONTRACT_FIELDS, struct contracts);

/* The map fills two members of the row, hence no offset of its own; a count of 0 would ask for
 * nothing and is refused as a slip. */
static rc_t read_contracts(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    struct pack_qualification *row = out;
    struct contracts contracts = { .least = 0 };
    rc_t rc = reader_map(reader, node, &CONTRACTS, &contracts);
    if (rc == RC_OK && contracts.least == 0)
        rc = reader_refuse(reader, &node->at, "\"at_least\" must be at least 1");
    row->contracts = contracts.least;
    row->within_months = contracts.months;
    return rc;
}

/* {clause: …, title: …, certificate: {name: …, grade: …}, evidence: {any: […]}} */
static const struct field FIELDS[] = {
    FIELD(pack_qualification, "clause", clause, read_text, FIELD_REQUIRED),
    FIELD(pack_qualification, "title", title, read_text, FIELD_REQUIRED),
    FIELD(pack_qualification, "service", services, read_texts_once, FIELD_OPTIONAL),
    FIELD(pack_qualification, "services", services, read_texts_once, FIELD_OPTIONAL),
    FIELD(pack_qualification, "certificate", certificates, read_certificates, FIELD_OPTIONAL),
    FIELD(pack_qualification, "certificates", certificates, read_certificates, FIELD_OPTIONAL),
    FIELD(pack_qualification, "evidence", evidence, read_proofs, FIELD_OPTIONAL),
    { "contracts", read_contracts, 0, FIELD_OPTIONAL },
    FIELD(pack_qualification, "months_before", months_before, read_count, FIELD_OPTIONAL),
    FIELD(pack_qualification, "also", also, read_texts, FIELD_OPTIONAL),
};
static const struct row_shape SHAPE = ROW_SHAPE("qualification", FIELDS, struct pack_qualification);

/* One row for each clause that asks for proofs; `also` takes in the clauses that repeat it. */
static rc_t read_qualifications(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &SHAPE, out);
}

/* Some proof must be asked for. */
static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    rc_t rc = reader_unique(reader, &SHAPE, &pack->qualifications,
                            offsetof(struct pack_qualification, clause));
    for (size_t i = 0; i < pack->qualifications.count && rc == RC_OK; i++) {
        const struct pack_qualification *row = &pack->qualifications.rows[i];
        if (row->certificates.list.count + row->evidence.list.count == 0 && row->contracts == 0 &&
            row->months_before == 0)
            rc = reader_refuse(reader, &row->at, "a qualification must ask for something");
        else if (row->months_before > MAX_MONTHS)
            rc =
                reader_refuse(reader, &row->at, "\"months_before\" must be at most %d", MAX_MONTHS);
    }
    return rc;
}

static const struct field SECTIONS[] = {
    { "qualifications", read_qualifications, offsetof(struct pack, qualifications),
      FIELD_OPTIONAL },
    SECTIONS_END,
};

/* ---- qualification.check ---- */

enum { MAX_CONTRACTS = 1000, MONTH_TEXT = 7 }; /* "YYYY-MM" */

static const struct fact_row CHECK_FACTS[] = {
    { "pack", FACT_TEXT, true },       { "clause", FACT_TEXTS, false },
    { "evidence", FACT_LIST, false },  { "certificates", FACT_LIST, false },
    { "contracts", FACT_LIST, false }, { "on", FACT_DATE, false },
    { "readings", FACT_MAP, false },   FACTS_END
};

/* Everything a question brings. */
struct question {
    struct qualification_ask ask;
    struct text_list clauses;
    int32_t *contracts;
};

/* Safe after any failure of take_question: all parts start zeroed and none is moved out. */
static void question_fini(struct question *self)
{
    credentials_fini(&self->ask.held);
    text_list_fini(&self->clauses);
    mem_free(self->contracts);
}

/* Dates of reference contracts. Only the day of a contract counts (C9), so only days are taken; the
 * list is owned by the question and freed with it, also when a day is refused. */
static rc_t take_contracts(const json_t *list, struct question *q, struct problem *problem)
{
    size_t count = json_array_size(list);
    if (count > MAX_CONTRACTS)
        return problem_set(problem, RC_INVALID, "contracts", "at most %d contracts are looked at",
                           MAX_CONTRACTS);
    q->contracts = mem_array(count, sizeof(*q->contracts));
    for (size_t i = 0; i < count; i++) {
        char field[32];
        snprintf(field, sizeof(field), "contracts[%zu]", i);
        rc_t rc = io_day(q->ask.pack, json_array_get(list, i), field, &q->contracts[i], problem);
        if (rc != RC_OK)
            return rc;
    }
    q->ask.contracts = q->contracts;
    q->ask.contract_count = count;
    return RC_OK;
}

/* The clauses are taken even after a failure, so that question_fini always has a list to free.
 * "Given" means a list is there, be it empty: an empty list says that nothing is held. */
static rc_t take_question(const struct eval_env *env, const json_t *input, struct question *q,
                          struct problem *problem)
{
    const json_t *certificates = json_object_get(input, "certificates");
    const json_t *evidence = json_object_get(input, "evidence");
    const json_t *contracts = json_object_get(input, "contracts");
    rc_t rc = io_pack(env, input, &q->ask.pack, problem);
    if (rc == RC_OK)
        rc = io_readings_checked(q->ask.pack, input, problem);
    if (rc == RC_OK)
        rc = io_day_field(q->ask.pack, input, "on", &q->ask.on, problem);
    if (rc == RC_OK)
        rc = credentials_read(certificates, evidence, &q->ask.held, problem);
    if (rc == RC_OK)
        rc = take_contracts(contracts, q, problem);
    text_list_read(json_object_get(input, "clause"), &q->clauses);
    q->ask.clauses = q->clauses.rows;
    q->ask.clause_count = q->clauses.count;
    q->ask.certificates_given = jsonx_is_list(certificates);
    q->ask.proofs_given = jsonx_is_list(evidence);
    q->ask.contracts_given = jsonx_is_list(contracts);
    return rc;
}

/* Months as YYYY-MM, the earliest first. From the first month on by the length of each;
 * `months_from` is always the first of a month. */
static json_t *months_json(const struct qualification_ruling *r)
{
    json_t *list = json_array();
    char text[DATE_TEXT];
    int32_t day = r->months_from;
    for (int64_t i = 0; i < r->months; i++) {
        json_array_append_new(list, json_stringn(civil_format_date(day, text), MONTH_TEXT));
        day += civil_month_days(civil_date(day).year, civil_date(day).month);
    }
    return list;
}

/* `compliant` says that no judged clause failed, also where none was judged; `met` tells the two
 * apart. */
static void write_ruling(const struct qualification_ruling *r, json_t *result)
{
    json_object_set_new(result, "compliant", json_boolean(r->failed.count == 0));
    json_object_set_new(result, "met", json_integer((json_int_t)r->met));
    io_set_texts(result, "failed", r->failed.rows, r->failed.count);
    io_set_texts(result, "missing", r->missing.rows, r->missing.count);
    json_object_set_new(result, "months", months_json(r));
}

/* The ruling is freed on every way, because the rule may fail after names were added to its
 * lists. */
static rc_t check_rule(const struct eval_env *env, const json_t *input, json_t *result,
                       proof_t *proof, struct problem *problem)
{
    struct question q = { .contracts = NULL };
    struct qualification_ruling ruling = { .months_from = NO_DAY };
    rc_t rc = take_question(env, input, &q, problem);
    if (rc == RC_OK)
        rc = qualification_rule(&q.ask, proof, &ruling, problem);
    if (rc == RC_OK)
        write_ruling(&ruling, result);
    qualification_ruling_fini(&ruling);
    question_fini(&q);
    return rc;
}

static const struct rule_row RULES[] = { { "qualification.check", check_rule, true, CHECK_FACTS },
                                         RULES_END };

const struct kind QUALIFICATION_KIND = {
    .name = "qualification", .sections = SECTIONS, .check = check, .rules = RULES
};
