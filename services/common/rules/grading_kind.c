/* Kind "grading": section `grading`, rule event.grade. Annexes that make a grade of measured facts;
 * the order of their rows is part of what they say, so the check insists on it. */
#include <string.h>

#include "grading.h"
#include "pack_reader.h"
#include "rule_io.h"

#define ROW(type, key, member, read, need)                                                         \
    {                                                                                              \
        key, read, offsetof(struct type, member), need                                             \
    }

/* {fact: all, of: [these, those]} */
static const struct field SUM_FIELDS[] = {
    ROW(grading_sum, "fact", fact, read_text, FIELD_REQUIRED),
    ROW(grading_sum, "of", of, read_texts, FIELD_REQUIRED),
};
static const struct row_shape SUM = ROW_SHAPE("sum", SUM_FIELDS, struct grading_sum);

/* Facts that are sums of others, where a row compares several numbers as one. */
static rc_t read_sums(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &SUM, out);
}

/* {clause: …, grade: I, title: …, when: {records: ">= 10"}}, or `otherwise: true` for the last
 * resort. */
static const struct field ROW_FIELDS[] = {
    ROW(grading_row, "clause", clause, read_text, FIELD_REQUIRED),
    ROW(grading_row, "grade", grade, read_text, FIELD_REQUIRED),
    ROW(grading_row, "title", title, read_text, FIELD_REQUIRED),
    ROW(grading_row, "when", when, read_condition, FIELD_OPTIONAL),
    ROW(grading_row, "otherwise", otherwise, read_bool, FIELD_OPTIONAL),
};
static const struct row_shape GRADING_ROW =
    ROW_SHAPE("grading row", ROW_FIELDS, struct grading_row);

/* In the order in which they are tried, the most severe first; the check sees to it. */
static rc_t read_rows(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &GRADING_ROW, out);
}

/* {family: f, sums: […], rows: […]} */
static const struct field FIELDS[] = {
    ROW(pack_grading, "family", family, read_text, FIELD_REQUIRED),
    ROW(pack_grading, "sums", sums, read_sums, FIELD_OPTIONAL),
    ROW(pack_grading, "rows", rows, read_rows, FIELD_REQUIRED),
};
static const struct row_shape SHAPE = ROW_SHAPE("grading", FIELDS, struct pack_grading);

/* One family of events each: the same number may be grave for one and slight for another. */
static rc_t read_gradings(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &SHAPE, out);
}

/* Place of a grade in the scale, least severe first; -1 for none. */
static int rank_of(const struct pack_scale *scale, const char *word)
{
    for (size_t i = 0; i < scale->words.count; i++)
        if (strcmp(scale->words.rows[i], word) == 0)
            return (int)i;
    return -1;
}

/* Rows must descend, because the first that holds wins. Equal grades may follow each other: they
 * are alternatives of one grade. */
static rc_t check_rows(struct pack_reader *reader, const struct pack_scale *scale,
                       const struct pack_grading *g)
{
    int before = (int)scale->words.count;
    for (size_t i = 0; i < g->rows.count; i++) {
        const struct grading_row *row = &g->rows.rows[i];
        int rank = rank_of(scale, row->grade);
        if (rank < 0)
            return reader_refuse(reader, &row->at, "the scale of \"grade\" has no word \"%s\"",
                                 row->grade);
        if (rank > before)
            return reader_refuse(reader, &row->at,
                                 "rows must stand from the most severe grade down");
        if (row->otherwise == (row->when.count > 0))
            return reader_refuse(reader, &row->at,
                                 "a row has either \"when\" or \"otherwise: true\"");
        before = rank;
    }
    return RC_OK;
}

/* What is more severe, only the scale of `grade` says; without it no order of rows could be
 * checked. */
static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    const struct pack_scale *scale = pack_scale(pack, "grade");
    rc_t rc = reader_unique(reader, &SHAPE, &pack->gradings, offsetof(struct pack_grading, family));
    for (size_t i = 0; i < pack->gradings.count && rc == RC_OK; i++) {
        const struct pack_grading *g = &pack->gradings.rows[i];
        rc = scale ? check_rows(reader, scale, g)
                   : reader_refuse(reader, &g->at, "grading needs a scale of \"grade\"");
    }
    return rc;
}

static const struct field SECTIONS[] = {
    { "grading", read_gradings, offsetof(struct pack, gradings), FIELD_OPTIONAL },
    SECTIONS_END,
};

/* `facts` are free: which of them count, the family's rows say. */
static const struct fact_row GRADE_FACTS[] = { { "pack", FACT_TEXT, true },
                                               { "family", FACT_TEXT, true },
                                               { "facts", FACT_MAP, true },
                                               { "readings", FACT_MAP, false },
                                               FACTS_END };

/* event.grade. */
static rc_t grade(const struct eval_env *env, const json_t *input, json_t *result, proof_t *proof,
                  struct problem *problem)
{
    const pack_t *pack;
    struct readings_buffer buffer;
    struct readings readings;
    struct grade_ruling r;
    const char *family = json_string_value(json_object_get(input, "family"));
    rc_t rc = io_pack(env, input, &pack, problem);
    if (rc == RC_OK)
        rc = io_readings(pack, input, &buffer, &readings, problem);
    if (rc == RC_OK && !pack_grading(pack, family))
        rc = problem_set(problem, RC_INVALID, "family", "pack %s grades no events of family \"%s\"",
                         pack->name, family);
    if (rc == RC_OK)
        rc = grading_rule(pack, family, json_object_get(input, "facts"), proof, &r, problem);
    if (rc != RC_OK)
        return rc;
    json_object_set_new(result, "grade", json_string(r.grade));
    io_set_texts(result, "clauses", r.clauses, r.clause_count);
    return RC_OK;
}

static const struct rule_row RULES[] = { { "event.grade", grade, true, GRADE_FACTS }, RULES_END };

const struct kind GRADING_KIND = {
    .name = "grading", .sections = SECTIONS, .check = check, .rules = RULES
};
