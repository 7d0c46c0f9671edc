/* Kind "qualification": section `qualifications`. */
#include <string.h>

#include "credential_read.h"
#include "parse.h"
#include "rule_io.h"

enum { MAX_YEARS = 60, MAX_MONTHS = 60, MONTHS_PER_YEAR = 12 };

/* "2 years" or "18 months", in months. */
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

const struct kind QUALIFICATION_KIND = { .name = "qualification",
                                         .sections = SECTIONS,
                                         .check = check };
