/* Kind "coverage": section `continuity`, rule service.coverage. The pack says what must be there
 * without a gap and in which measure; the question brings the gaps. */
#include "coverage.h"

#include <stdio.h>
#include <string.h>

#include "civil.h"
#include "jsonx.h"
#include "memory.h"
#include "pack_reader.h"
#include "recurrence_io.h"

/* Bounds what one question may make us allocate; years of daily gaps are far below it. */
enum { MAX_GAPS = 100000 };

/* Days of presence, or hours around the clock. */
static rc_t read_in(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    static const char *const WORDS[] = { "days", "hours", NULL };
    int index;
    rc_t rc = read_word(reader, node, "\"in\"", WORDS, &index);
    if (rc == RC_OK)
        memcpy(out, &(bool){ index == 1 }, sizeof(bool));
    return rc;
}

#define ROW(key, member, read, need)                                                               \
    {                                                                                              \
        key, read, offsetof(struct pack_continuity, member), need                                  \
    }

/* {clause: …, title: …, service: A1, in: days} */
static const struct field FIELDS[] = {
    ROW("clause", clause, read_text, FIELD_REQUIRED),
    ROW("title", title, read_text, FIELD_REQUIRED),
    ROW("service", service, read_text, FIELD_OPTIONAL),
    ROW("in", in_hours, read_in, FIELD_REQUIRED),
};
static const struct row_shape SHAPE = ROW_SHAPE("continuity", FIELDS, struct pack_continuity);

/* Promises to be there all the time, which no number of occurrences can say; those are recurring
 * work. */
static rc_t read_continuity(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &SHAPE, out);
}

/* service.coverage finds the row by its clause, so a clause states one continuity at most. */
static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    for (size_t i = 0; i < pack->continuity.count; i++) {
        const struct pack_continuity *row = &pack->continuity.rows[i];
        if (row->service && !pack_service(pack, row->service))
            return reader_refuse(reader, &row->at, "there is no service \"%s\"", row->service);
    }
    return reader_unique(reader, &SHAPE, &pack->continuity,
                         offsetof(struct pack_continuity, clause));
}

static const struct field SECTIONS[] = {
    { "continuity", read_continuity, offsetof(struct pack, continuity), FIELD_OPTIONAL },
    SECTIONS_END,
};

/* ---- service.coverage ---- */

/* Without gaps the whole range is covered, as far as it lies in the service period. */
static const struct fact_row COVERAGE_FACTS[] = { { "pack", FACT_TEXT, true },
                                                  { "clause", FACT_TEXT, true },
                                                  { "from", FACT_DATE, true },
                                                  { "to", FACT_DATE, true },
                                                  { "gaps", FACT_LIST, false },
                                                  { "readings", FACT_MAP, false },
                                                  FACTS_END };

/* Whole days, both counted, or instants, the second excluded; not one of each. Two dates are tried
 * first: the end given as a day means all of that day (C2). */
static rc_t take_ends(const pack_t *pack, const json_t *object, struct coverage_gap *ret,
                      struct problem *problem)
{
    const char *from = json_string_value(json_object_get(object, "from"));
    const char *to = json_string_value(json_object_get(object, "to"));
    int32_t first, last;
    if (from && to && civil_parse_date(from, &first) && civil_parse_date(to, &last)) {
        ret->from_us = civil_day_start(first, pack->zone_minutes);
        ret->to_us = civil_day_start(last + 1, pack->zone_minutes);
        return last >= first
                   ? RC_OK
                   : problem_set(problem, RC_INVALID, "to", "\"to\" must not be before \"from\"");
    }
    rc_t rc = jsonx_instant_field(object, "from", JSON_REQUIRED, &ret->from_us, problem);
    if (rc == RC_OK)
        rc = jsonx_instant_field(object, "to", JSON_REQUIRED, &ret->to_us, problem);
    if (rc == RC_OK && ret->to_us < ret->from_us)
        rc = problem_set(problem, RC_INVALID, "to", "\"to\" must not be before \"from\"");
    return rc;
}

/* Refusals name gaps[i].FIELD. A member with another name is refused, so that a misspelt end does
 * not pass as an open one. */
static rc_t take_gap(const pack_t *pack, const json_t *object, size_t index,
                     struct coverage_gap *ret, struct problem *problem)
{
    static const char *const KNOWN[] = { "from", "to", NULL };
    struct problem why = { .rc = RC_OK };
    char field[PROBLEM_FIELD_MAX];
    snprintf(field, sizeof(field), "gaps[%zu]", index);
    if (json_typeof(object) != JSON_OBJECT)
        return problem_set(problem, RC_INVALID, field, "a gap must be an object");
    rc_t rc = jsonx_only(object, KNOWN, &why);
    if (rc == RC_OK)
        rc = take_ends(pack, object, ret, &why);
    if (rc == RC_OK)
        return RC_OK;
    snprintf(field, sizeof(field), "gaps[%zu].%.60s", index, why.field);
    return problem_set(problem, rc, field, "%s", why.text);
}

/* One element more than asked, so that no gaps are an array too. On failure the array is still the
 * caller's to free. */
static rc_t take_gaps(struct coverage_ask *ask, const json_t *list, struct problem *problem)
{
    size_t count = json_array_size(list);
    rc_t rc = RC_OK;
    if (count > MAX_GAPS)
        return problem_set(problem, RC_INVALID, "gaps", "at most %d gaps are counted at once",
                           MAX_GAPS);
    ask->gaps = mem_array(count + 1, sizeof(*ask->gaps));
    ask->gap_count = count;
    for (size_t i = 0; i < count && rc == RC_OK; i++)
        rc = take_gap(ask->pack, json_array_get(list, i), i, &ask->gaps[i], problem);
    return rc;
}

/* A range without a day in the service period has no ratio. The ratio is cut from exact numbers and
 * rounded half up for display only (C4); without one percent is null (C12). */
static void write_coverage(const struct coverage_ruling *r, json_t *result)
{
    json_object_set_new(result, "days", json_integer(r->days));
    json_object_set_new(result, "covered_days", json_integer(r->covered_days));
    json_object_set_new(result, "hours", json_integer(r->hours));
    json_object_set_new(result, "lost_s", json_integer(r->lost_s));
    json_object_set_new(result, "percent", io_percent(r->covered, r->of));
}

/* service.coverage. The gaps are of this call alone and are freed on every path. */
static rc_t coverage(const struct eval_env *env, const json_t *input, json_t *result,
                     proof_t *proof, struct problem *problem)
{
    struct recurrence_input buffer;
    struct recurrence_use use;
    struct coverage_ruling ruling;
    struct coverage_ask ask = { .gaps = NULL };
    const char *clause = json_string_value(json_object_get(input, "clause"));
    rc_t rc = io_recurrence(env, input, &buffer, &use, problem);
    if (rc != RC_OK)
        return rc;
    ask.pack = use.pack;
    ask.range = use.range;
    ask.row = pack_continuity(use.pack, clause);
    if (!ask.row)
        return problem_set(problem, RC_INVALID, "clause",
                           "pack %s states no continuity in clause %s", use.pack->name, clause);
    rc = take_gaps(&ask, json_object_get(input, "gaps"), problem);
    if (rc == RC_OK) {
        coverage_rule(&ask, proof, &ruling);
        write_coverage(&ruling, result);
    }
    mem_free(ask.gaps);
    return rc;
}

static const struct rule_row RULES[] = { { "service.coverage", coverage, true, COVERAGE_FACTS },
                                         RULES_END };

const struct kind COVERAGE_KIND = {
    .name = "coverage", .sections = SECTIONS, .check = check, .rules = RULES
};
