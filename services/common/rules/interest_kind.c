/* Kind "interest": section `late_interest`, rule payment.late_interest. */
#include <string.h>

#include "interest.h"
#include "pack_reader.h"
#include "rule_io.h"

/* The only period that interest is stated for; said in the file so that it reads as the clause.
 * Nothing is stored. */
static rc_t read_per(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    static const char *const WORDS[] = { "day", NULL };
    int index;
    (void)out;
    return read_word(reader, node, "\"per\"", WORDS, &index);
}

#define HEAD(key, member, read, need)                                                              \
    {                                                                                              \
        key, read, offsetof(struct pack_late_interest, member), need                               \
    }

/* {clause: …, title: …, from_working_day: 11, rate: 0.1%, per: day, cap: 3%, unless: [clauses],
 * clauses: […]} */
static const struct field FIELDS[] = {
    HEAD("clause", clause, read_text, FIELD_REQUIRED),
    HEAD("title", title, read_text, FIELD_OPTIONAL),
    HEAD("from_working_day", from_working_day, read_count, FIELD_REQUIRED),
    HEAD("rate", rate_bp, read_percent, FIELD_REQUIRED),
    { "per", read_per, 0, FIELD_REQUIRED },
    HEAD("cap", cap_bp, read_percent, FIELD_OPTIONAL),
    HEAD("unless", unless, read_texts, FIELD_OPTIONAL),
    HEAD("clauses", clauses, read_texts, FIELD_OPTIONAL),
};
static const struct row_shape SHAPE =
    ROW_SHAPE("rule of late interest", FIELDS, struct pack_late_interest);

/* Read aside and copied whole: `title` may be left out and must still be a text. */
static rc_t read_late_interest(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    struct pack_late_interest rule = { .title = "" };
    rc_t rc = reader_map(reader, node, &SHAPE, &rule);
    if (rc == RC_OK)
        memcpy(out, &rule, sizeof(rule));
    return rc;
}

/* Ten years of working days bound the count; nothing a day would be no interest. The term that
 * opens with the interest, where the pack has one, must open on the same day. Otherwise one clause
 * would give two first days for one delay. */
static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    enum { MOST_WORKING_DAYS = 3660 };
    const struct pack_late_interest *rule = &pack->late_interest;
    if (!rule->at.file)
        return RC_OK;
    if (rule->from_working_day < 1 || rule->from_working_day > MOST_WORKING_DAYS)
        return reader_refuse(reader, &rule->at, "\"from_working_day\" must be 1 to %d",
                             MOST_WORKING_DAYS);
    if (rule->rate_bp == 0)
        return reader_refuse(reader, &rule->at, "\"rate\" must be more than 0%%");
    const struct pack_term *term = pack_term(pack, rule->clause);
    if (term && (term->opens_on.unit != UNIT_WORKING_DAYS ||
                 term->opens_on.amount != rule->from_working_day))
        return reader_refuse(reader, &term->at,
                             "term %s must open on working day %d, as its interest does",
                             term->clause, (int)rule->from_working_day);
    return RC_OK;
}

static const struct field SECTIONS[] = {
    { "late_interest", read_late_interest, offsetof(struct pack, late_interest), FIELD_OPTIONAL },
    SECTIONS_END,
};

/* The last two facts are for delays that are no breach. */
static const struct fact_row FACTS[] = {
    { "pack", FACT_TEXT, true },
    { "delayed_fen", FACT_MONEY, true },
    { "due", FACT_DATE, true },
    { "paid", FACT_DATE, true },
    { "funds_available_from", FACT_DATE, false },
    { "invoice_received", FACT_DATE, false },
    { "readings", FACT_MAP, false },
    FACTS_END,
};

/* Types were checked by FACTS; a day that was not given is NO_DAY. */
static rc_t take_ask(const struct eval_env *env, const json_t *input, struct interest_ask *ask,
                     struct problem *problem)
{
    rc_t rc = io_pack(env, input, &ask->pack, problem);
    if (rc == RC_OK)
        rc = io_readings_checked(ask->pack, input, problem);
    if (rc != RC_OK)
        return rc;
    ask->due = io_fact_day(ask->pack, input, "due");
    ask->paid = io_fact_day(ask->pack, input, "paid");
    ask->funds_available_from = io_fact_day(ask->pack, input, "funds_available_from");
    ask->invoice_received = io_fact_day(ask->pack, input, "invoice_received");
    ask->delayed_fen = json_integer_value(json_object_get(input, "delayed_fen"));
    return RC_OK;
}

/* payment.late_interest. `days` are not cut by the cap, so that the delay shows beside what it
 * costs. */
static rc_t late_interest(const struct eval_env *env, const json_t *input, json_t *result,
                          proof_t *proof, struct problem *problem)
{
    struct interest_ask ask;
    struct interest_ruling r;
    rc_t rc = take_ask(env, input, &ask, problem);
    if (rc != RC_OK)
        return rc;
    struct calendar_use use = io_calendar(env, ask.pack);
    ask.calendar = &use;
    rc = interest_rule(&ask, proof, &r, problem);
    if (rc != RC_OK)
        return rc;
    json_object_set_new(result, "interest_fen", json_integer(r.fen));
    json_object_set_new(result, "days", json_integer(r.days));
    json_object_set_new(result, "capped", json_boolean(r.capped));
    io_set_day(result, "opens", r.opens);
    json_object_set_new(result, "provisional", json_boolean(r.provisional));
    return RC_OK;
}

static const struct rule_row RULES[] = { { "payment.late_interest", late_interest, true, FACTS },
                                         RULES_END };

const struct kind INTEREST_KIND = {
    .name = "interest", .sections = SECTIONS, .check = check, .rules = RULES
};
