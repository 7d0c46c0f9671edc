/* Kind "clock": section `clocks`, rules sla.clock and sla.rate. Limits on an incident, in minutes
 * and hours: of the answer, of help from afar and of being there. */
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "ceilings.h"
#include "jsonx.h"
#include "pack_reader.h"
#include "rule_io.h"
#include "sla_clock.h"
#include "textw.h"

/* ---- reading ---- */

/* The one exception a limit may have: the fault was solved remotely within the remote limit. */
static rc_t read_unless(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    static const char *const WORDS[] = { "remote_resolved_in_time", NULL };
    bool value = true;
    int index;
    rc_t rc = read_word(reader, node, "\"unless\"", WORDS, &index);
    if (rc == RC_OK)
        memcpy(out, &value, sizeof(value));
    return rc;
}

#define LIMIT(key, member, read, need)                                                             \
    {                                                                                              \
        key, read, offsetof(struct clock_limit, member), need                                      \
    }

/* {within: 6 h, from: [remote_by, onsite_requested_at], needs: onsite_requested_at,
 * unless: remote_resolved_in_time}; `under` is `within` without the limit itself. */
static const struct field LIMIT_FIELDS[] = {
    LIMIT("within", within, read_within, FIELD_OPTIONAL),
    LIMIT("under", within, read_under, FIELD_OPTIONAL),
    LIMIT("from", from, read_texts, FIELD_REQUIRED),
    LIMIT("needs", needs, read_texts, FIELD_OPTIONAL),
    LIMIT("unless", unless_remote_in_time, read_unless, FIELD_OPTIONAL),
    LIMIT("when", when, read_condition, FIELD_OPTIONAL),
    LIMIT("in", hours, read_text, FIELD_OPTIONAL),
};
static const struct row_shape LIMIT_SHAPE = ROW_SHAPE("limit", LIMIT_FIELDS, struct clock_limit);

/* One limit, or a list of them of which the first whose `when` holds counts. The caller's rows are
 * written only when all of it was read; they live as long as the pack. */
static rc_t read_limits(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    if (node->kind == YAML_LIST)
        return reader_rows(reader, node, &LIMIT_SHAPE, out);
    struct clock_limit *one = arena_array(reader->memory.texts, 1, sizeof(*one));
    PACK_ROWS(struct clock_limit) rows = { one, 1 };
    rc_t rc = reader_map(reader, node, &LIMIT_SHAPE, one);
    if (rc == RC_OK)
        memcpy(out, &rows, sizeof(rows));
    return rc;
}

#define CLOCK(key, member, read, need)                                                             \
    {                                                                                              \
        key, read, offsetof(struct pack_clock, member), need                                       \
    }

/* {clause: …, title: …, when: {grade: I}, respond: …, remote: …, onsite: …} */
static const struct field FIELDS[] = {
    CLOCK("clause", clause, read_text, FIELD_REQUIRED),
    CLOCK("title", title, read_text, FIELD_REQUIRED),
    CLOCK("when", when, read_condition, FIELD_OPTIONAL),
    CLOCK("respond", respond, read_limits, FIELD_OPTIONAL),
    CLOCK("remote", remote, read_limits, FIELD_OPTIONAL),
    CLOCK("onsite", onsite, read_limits, FIELD_OPTIONAL),
};
static const struct row_shape SHAPE = ROW_SHAPE("clock", FIELDS, struct pack_clock);

/* One row per clause that limits an incident. A question names the clause, so their order does not
 * matter; `when` says which incidents it binds. */
static rc_t read_clocks(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &SHAPE, out);
}

/* ---- checking ---- */

/* Whether a name is in a list that ends with NULL. */
static bool among(const char *name, const char *const words[])
{
    for (size_t i = 0; words[i]; i++)
        if (strcmp(words[i], name) == 0)
            return true;
    return false;
}

/* A limit needs a time in minutes or hours, instants that the clock knows, and a window that is
 * there. Days are refused here because they would roll and rest (K4), while hours run through
 * nights and holidays unless a window is named (K6). */
static rc_t check_limit(struct pack_reader *reader, const struct pack *pack,
                        const struct clock_limit *l)
{
    static const char *const NAMES[] = { "occurred_at", "onsite_requested_at", "remote_by", NULL };
    if (l->within.amount == 0 || (l->within.unit != UNIT_MINUTES && l->within.unit != UNIT_HOURS))
        return reader_refuse(reader, &l->at, "a limit needs \"within\" or \"under\" in min or h");
    if (l->hours && !pack_hours(pack, l->hours))
        return reader_refuse(reader, &l->at, "there is no window \"%s\"", l->hours);
    for (size_t i = 0; i < l->from.count; i++)
        if (!among(l->from.rows[i], NAMES))
            return reader_refuse(reader, &l->at, "a limit cannot run from \"%s\"", l->from.rows[i]);
    for (size_t i = 0; i < l->needs.count; i++)
        if (!among(l->needs.rows[i], NAMES))
            return reader_refuse(reader, &l->at, "a limit cannot need \"%s\"", l->needs.rows[i]);
    return l->from.count > 0 ? RC_OK : reader_refuse(reader, &l->at, "\"from\" names no instant");
}

/* The first limit that is wrong is told, with its place in the file. */
static rc_t check_limits(struct pack_reader *reader, const struct pack *pack,
                         const struct clock_limit *rows, size_t count)
{
    rc_t rc = RC_OK;
    for (size_t i = 0; i < count && rc == RC_OK; i++)
        rc = check_limit(reader, pack, &rows[i]);
    return rc;
}

/* A clause that limits nothing is a slip of the author. A title that leaves no room for the side
 * would be found out by the first incident only, which then could not be opened. */
static rc_t check_clock(struct pack_reader *reader, const struct pack *pack,
                        const struct pack_clock *c)
{
    if (text_chars(c->title) > MAX_CLOCK_TITLE)
        return reader_refuse(reader, &c->at, "the title of clock %s is longer than %d characters",
                             c->clause, MAX_CLOCK_TITLE);
    if (c->respond.count + c->remote.count + c->onsite.count == 0)
        return reader_refuse(reader, &c->at, "clock %s limits nothing", c->clause);
    rc_t rc = check_limits(reader, pack, c->respond.rows, c->respond.count);
    if (rc == RC_OK)
        rc = check_limits(reader, pack, c->remote.rows, c->remote.count);
    return rc == RC_OK ? check_limits(reader, pack, c->onsite.rows, c->onsite.count) : rc;
}

/* One clock per clause: questions find it by the clause alone. */
static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    rc_t rc = reader_unique(reader, &SHAPE, &pack->clocks, offsetof(struct pack_clock, clause));
    for (size_t i = 0; i < pack->clocks.count && rc == RC_OK; i++)
        rc = check_clock(reader, pack, &pack->clocks.rows[i]);
    return rc;
}

static const struct field SECTIONS[] = {
    { "clocks", read_clocks, offsetof(struct pack, clocks), FIELD_OPTIONAL },
    SECTIONS_END,
};

/* ---- sla.clock, sla.rate ---- */

/* Facts that are instants, each optional: an incident is asked about while it goes on. */
static const struct {
    const char *name;
    size_t offset;
} INSTANTS[] = {
    { "occurred_at", offsetof(struct sla_facts, occurred_at) },
    { "responded_at", offsetof(struct sla_facts, responded_at) },
    { "remote_resolved_at", offsetof(struct sla_facts, remote_resolved_at) },
    { "onsite_requested_at", offsetof(struct sla_facts, onsite_requested_at) },
    { "arrived_at", offsetof(struct sla_facts, arrived_at) },
};

/* A grade must be a word of the pack's scale; a pack without the scale has the national grades. No
 * grade at all is allowed here: the clause may imply one (imply_grade). */
static rc_t take_grade(const pack_t *pack, const json_t *facts, const char **ret_grade,
                       struct problem *problem)
{
    static const char *const NATIONAL[] = { "I", "II", "III", "IV" };
    const struct pack_scale *scale = pack_scale(pack, "grade");
    const char *const *words = scale ? scale->words.rows : NATIONAL;
    size_t count = scale ? scale->words.count : COUNT_OF(NATIONAL);
    rc_t rc = jsonx_text_field(facts, "grade", JSON_OPTIONAL, 8, ret_grade, problem);
    if (rc != RC_OK || !*ret_grade)
        return rc;
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i], *ret_grade) == 0)
            return RC_OK;
    return problem_set(problem, RC_INVALID, "grade", "there is no grade \"%s\"", *ret_grade);
}

/* Facts as typed instants; unknown names are refused. *ret is written only when all of them are in
 * order. Instants are microseconds, NO_INSTANT where none is given. */
static rc_t take_facts(const pack_t *pack, const json_t *facts, struct sla_facts *ret,
                       struct problem *problem)
{
    static const char *const KNOWN[] = { "occurred_at",
                                         "responded_at",
                                         "remote_resolved_at",
                                         "onsite_requested_at",
                                         "arrived_at",
                                         "grade",
                                         "suburb",
                                         "major",
                                         NULL };
    struct sla_facts f = sla_facts_none();
    rc_t rc = jsonx_only(facts, KNOWN, problem);
    for (size_t i = 0; i < COUNT_OF(INSTANTS) && rc == RC_OK; i++) {
        int64_t us = NO_INSTANT;
        rc = jsonx_instant_field(facts, INSTANTS[i].name, JSON_OPTIONAL, &us, problem);
        memcpy((char *)&f + INSTANTS[i].offset, &us, sizeof(us));
    }
    if (rc == RC_OK)
        rc = take_grade(pack, facts, &f.grade, problem);
    if (rc == RC_OK)
        rc = jsonx_bool_field(facts, "suburb", JSON_OPTIONAL, &f.suburb, problem);
    if (rc == RC_OK)
        rc = jsonx_bool_field(facts, "major", JSON_OPTIONAL, &f.major, problem);
    if (rc == RC_OK)
        *ret = f;
    return rc;
}

/* Without a grade among the facts, the clause's own is meant. Of several grades the first one that
 * the clause names is taken. */
static void imply_grade(const pack_t *pack, const char *clause, struct sla_facts *facts)
{
    const struct pack_clock *c = pack_clock(pack, clause);
    for (size_t i = 0; !facts->grade && i < c->when.count; i++)
        for (size_t t = 0; t < c->when.alternatives[i].count; t++) {
            const struct fact_test *test = &c->when.alternatives[i].tests[t];
            if (test->type == TEST_WORD && strcmp(test->fact, "grade") == 0)
                facts->grade = test->words[0];
        }
}

/* Seconds left of the limit, negative when late; null where nothing was measured, not 0. */
static void set_margin(json_t *margins, const char *key, bool known, int64_t seconds)
{
    json_object_set_new(margins, key, known ? json_integer(seconds) : json_null());
}

/* One event by one clause. */
static const struct fact_row CLOCK_FACTS[] = { { "pack", FACT_TEXT, true },
                                               { "clause", FACT_TEXT, true },
                                               { "facts", FACT_MAP, true },
                                               { "readings", FACT_MAP, false },
                                               FACTS_END };

struct question { /* what both rules begin with */
    const pack_t *pack;
    const char *clause;
    struct calendar_use calendar;
};

/* Pack, readings and clause. Readings change nothing here yet, but a wrong one is refused all
 * the same. */
static rc_t take_question(const struct eval_env *env, const json_t *input, struct question *ret,
                          struct problem *problem)
{
    rc_t rc = io_pack(env, input, &ret->pack, problem);
    if (rc == RC_OK)
        rc = io_readings_checked(ret->pack, input, problem);
    if (rc != RC_OK)
        return rc;
    ret->calendar = io_calendar(env, ret->pack);
    ret->clause = json_string_value(json_object_get(input, "clause"));
    return pack_clock(ret->pack, ret->clause)
               ? RC_OK
               : problem_set(problem, RC_INVALID, "clause", "pack %s has no clock of clause %s",
                             ret->pack->name, ret->clause);
}

/* Facts of one event; `where` names them in the question. */
static rc_t take_event(const struct question *q, const json_t *json, const char *where,
                       struct sla_facts *ret, struct problem *problem)
{
    struct problem why = { .rc = RC_OK };
    if (json_typeof(json) != JSON_OBJECT)
        return problem_set(problem, RC_INVALID, where, "an event must be an object");
    if (take_facts(q->pack, json, ret, &why) != RC_OK)
        return io_inside(problem, where, &why);
    imply_grade(q->pack, q->clause, ret);
    return RC_OK;
}

/* sla.clock. A grade that contradicts the clause is an error of the asker, not a case of "not
 * applicable". */
static rc_t clock_rule(const struct eval_env *env, const json_t *input, json_t *result,
                       proof_t *proof, struct problem *problem)
{
    struct question q;
    struct sla_facts facts;
    struct sla_ruling r;
    rc_t rc = take_question(env, input, &q, problem);
    if (rc == RC_OK)
        rc = take_event(&q, json_object_get(input, "facts"), "facts", &facts, problem);
    if (rc != RC_OK)
        return rc;
    struct sla_ask ask = { q.pack, q.clause, &facts, &q.calendar };
    rc = sla_clock_rule(&ask, proof, &r, problem);
    if (rc != RC_OK)
        return rc;
    if (!r.applies && facts.grade && condition_names(&pack_clock(q.pack, q.clause)->when, "grade"))
        return problem_set(problem, RC_INVALID, "facts.grade",
                           "clause %s does not rule on grade %s", q.clause, facts.grade);
    io_set_instant(result, "respond_by", r.respond_by, q.pack->zone_minutes);
    io_set_instant(result, "remote_by", r.remote_by, q.pack->zone_minutes);
    io_set_instant(result, "onsite_by", r.onsite_by, q.pack->zone_minutes);
    json_object_set_new(result, "verdicts",
                        json_pack("{s:s, s:s}", "respond", sla_verdict_word(r.respond), "onsite",
                                  sla_verdict_word(r.onsite)));
    json_t *margins = json_object();
    set_margin(margins, "respond", r.has_respond_margin, r.respond_margin_s);
    set_margin(margins, "onsite", r.has_onsite_margin, r.onsite_margin_s);
    json_object_set_new(result, "margin_s", margins);
    json_object_set_new(result, "provisional", json_boolean(r.provisional));
    return RC_OK;
}

/* `events` is a list of the facts of sla.clock. */
static const struct fact_row RATE_FACTS[] = { { "pack", FACT_TEXT, true },
                                              { "clause", FACT_TEXT, true },
                                              { "events", FACT_LIST, true },
                                              { "readings", FACT_MAP, false },
                                              FACTS_END };

struct rate {
    int64_t applicable, met, breached;
};

/* An event counts when the clause rules on it; it is met when nothing of it is breached. An event
 * still open is applicable and neither met nor breached, so the three numbers need not add up. */
static void count_event(const struct sla_ruling *r, struct rate *rate)
{
    bool breached = r->respond == SLA_BREACHED || r->onsite == SLA_BREACHED;
    bool met = !breached && (r->respond == SLA_MET || r->onsite == SLA_MET);
    bool none = r->respond == SLA_NOT_APPLICABLE && r->onsite == SLA_NOT_APPLICABLE;
    rate->applicable += !none;
    rate->met += met;
    rate->breached += breached;
}

/* The i-th event of the list. Its instants are named as events[i].NAME. The ruling names its own
 * facts, so their prefix is cut off before the place in the list goes before it. */
static rc_t rate_event(const struct question *q, const json_t *events, size_t index, proof_t *proof,
                       struct rate *rate, struct problem *problem)
{
    static const char FACTS[] = "facts.";
    struct problem why = { .rc = RC_OK };
    struct sla_facts facts;
    struct sla_ruling r;
    struct sla_ask ask = { q->pack, q->clause, &facts, &q->calendar };
    char where[32];
    snprintf(where, sizeof(where), "events[%zu]", index);
    rc_t rc = take_event(q, json_array_get(events, index), where, &facts, problem);
    if (rc != RC_OK)
        return rc;
    if (sla_clock_rule(&ask, proof, &r, &why) !=
        RC_OK) { /* the clause was checked: a fact is wrong */
        memmove(why.field, why.field + strlen(FACTS), strlen(why.field) - strlen(FACTS) + 1);
        return io_inside(problem, where, &why);
    }
    count_event(&r, rate);
    return RC_OK;
}

/* sla.rate: the share of events met among those that the clause rules on. A list without an event
 * that applies has no share: percent is null and nothing fails (C12). */
static rc_t rate_rule(const struct eval_env *env, const json_t *input, json_t *result,
                      proof_t *proof, struct problem *problem)
{
    struct question q;
    struct rate rate = { 0, 0, 0 };
    const json_t *events = json_object_get(input, "events");
    rc_t rc = take_question(env, input, &q, problem);
    for (size_t i = 0; i < json_array_size(events) && rc == RC_OK; i++)
        rc = rate_event(&q, events, i, proof, &rate, problem);
    if (rc != RC_OK)
        return rc;
    json_object_set_new(result, "applicable", json_integer(rate.applicable));
    json_object_set_new(result, "met", json_integer(rate.met));
    json_object_set_new(result, "breached", json_integer(rate.breached));
    json_object_set_new(result, "percent", io_percent(rate.met, rate.applicable));
    return RC_OK;
}

static const struct rule_row RULES[] = { { "sla.clock", clock_rule, true, CLOCK_FACTS },
                                         { "sla.rate", rate_rule, true, RATE_FACTS },
                                         RULES_END };

const struct kind CLOCK_KIND = {
    .name = "clock", .sections = SECTIONS, .check = check, .rules = RULES
};
