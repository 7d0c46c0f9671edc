/* Kind "prorata": section `pro_rata`, rules termination.refund, termination.earned and
 * service.holdover. */
#include <string.h>

#include "pack_reader.h"
#include "prorata.h"
#include "rule_io.h"

/* The words stand in the order of enum pro_rata_kind, so the index is the value. A new kind needs a
 * word here and a way to count its days in prorata.c. */
static rc_t read_kind(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    static const char *const WORDS[] = { "refund", "earned", "holdover", NULL };
    int index;
    rc_t rc = read_word(reader, node, "\"kind\"", WORDS, &index);
    if (rc == RC_OK)
        memcpy(out, &(enum pro_rata_kind){ (enum pro_rata_kind)index }, sizeof(enum pro_rata_kind));
    return rc;
}

/* The only base there is; said in the file so that it reads as the clause. Nothing is stored:
 * shares by days are of the contract's total in every document so far, and another base would need
 * a rule of its own. */
static rc_t read_base(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    static const char *const WORDS[] = { "contract", NULL };
    int index;
    (void)out;
    return read_word(reader, node, "\"base\"", WORDS, &index);
}

#define ROW(key, member, read, need)                                                               \
    {                                                                                              \
        key, read, offsetof(struct pack_pro_rata, member), need                                    \
    }

/* {clause: …, title: …, kind: refund, base: contract, days: 360} */
static const struct field FIELDS[] = {
    ROW("clause", clause, read_text, FIELD_REQUIRED),
    ROW("title", title, read_text, FIELD_OPTIONAL),
    ROW("kind", kind, read_kind, FIELD_REQUIRED),
    { "base", read_base, 0, FIELD_OPTIONAL },
    ROW("days", days, read_count, FIELD_REQUIRED),
};
static const struct row_shape SHAPE = ROW_SHAPE("share by days", FIELDS, struct pack_pro_rata);

/* Up to one row of each kind, which the check enforces; a pack may state only some of the three. */
static rc_t read_pro_rata(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &SHAPE, out);
}

/* One clause of each kind, days to divide by, and a period whose days can be counted. */
static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    bool seen[PRO_RATA__COUNT] = { false };
    for (size_t i = 0; i < pack->pro_rata.count; i++) {
        const struct pack_pro_rata *p = &pack->pro_rata.rows[i];
        if (p->days < 1)
            return reader_refuse(reader, &p->at, "\"days\" must be 1 or more");
        if (seen[p->kind])
            return reader_refuse(reader, &p->at, "there is another share by days of this kind");
        if (pack->service_from == NO_DAY) /* a period that has a first day has a last one */
            return reader_refuse(reader, &p->at,
                                 "a share by days needs a service period with both its dates");
        seen[p->kind] = true;
    }
    return RC_OK;
}

static const struct field SECTIONS[] = {
    { "pro_rata", read_pro_rata, offsetof(struct pack, pro_rata), FIELD_OPTIONAL },
    SECTIONS_END,
};

/* ---- rules ---- */

/* Reckon, and write the sum under the rule's own name. The facts table has checked the sum to be
 * whole fen. `result` is written only after the rule has answered. */
static rc_t answer(const json_t *input, struct prorata_ask *ask, const char *key, json_t *result,
                   proof_t *proof, struct problem *problem)
{
    struct prorata_ruling r;
    ask->contract_fen = json_integer_value(json_object_get(input, "contract_fen"));
    rc_t rc = io_readings_checked(ask->pack, input, problem);
    if (rc == RC_OK)
        rc = prorata_rule(ask, proof, &r, problem);
    if (rc != RC_OK)
        return rc;
    json_object_set_new(result, key, json_integer(r.fen));
    json_object_set_new(result, "days", json_integer(r.days));
    return RC_OK;
}

/* What is to be given back. */
static const struct fact_row REFUND_FACTS[] = {
    { "pack", FACT_TEXT, true },
    { "contract_fen", FACT_MONEY, true },
    { "terminated", FACT_DATE, true },
    { "readings", FACT_MAP, false },
    FACTS_END,
};

/* The day of termination is still served, so what is given back begins on the day after it
 * (K11). */
static rc_t refund(const struct eval_env *env, const json_t *input, json_t *result, proof_t *proof,
                   struct problem *problem)
{
    struct prorata_ask ask = { .kind = PRO_RATA_REFUND };
    rc_t rc = io_pack(env, input, &ask.pack, problem);
    if (rc != RC_OK)
        return rc;
    ask.to = io_fact_day(ask.pack, input, "terminated");
    return answer(input, &ask, "refund_fen", result, proof, problem);
}

/* What was served. */
static const struct fact_row EARNED_FACTS[] = {
    { "pack", FACT_TEXT, true },
    { "contract_fen", FACT_MONEY, true },
    { "ended", FACT_DATE, true },
    { "readings", FACT_MAP, false },
    FACTS_END,
};

/* The last day of service counts as served. With a refund asked for the same day, the two stretches
 * share the period without gap or overlap. */
static rc_t earned(const struct eval_env *env, const json_t *input, json_t *result, proof_t *proof,
                   struct problem *problem)
{
    struct prorata_ask ask = { .kind = PRO_RATA_EARNED };
    rc_t rc = io_pack(env, input, &ask.pack, problem);
    if (rc != RC_OK)
        return rc;
    ask.to = io_fact_day(ask.pack, input, "ended");
    return answer(input, &ask, "earned_fen", result, proof, problem);
}

/* Service beyond the end of the contract. */
static const struct fact_row HOLDOVER_FACTS[] = {
    { "pack", FACT_TEXT, true }, { "contract_fen", FACT_MONEY, true }, { "from", FACT_DATE, true },
    { "to", FACT_DATE, true },   { "readings", FACT_MAP, false },      FACTS_END,
};

/* Both ends are facts: service beyond the period has no end in the pack to take instead. */
static rc_t holdover(const struct eval_env *env, const json_t *input, json_t *result,
                     proof_t *proof, struct problem *problem)
{
    struct prorata_ask ask = { .kind = PRO_RATA_HOLDOVER };
    rc_t rc = io_pack(env, input, &ask.pack, problem);
    if (rc != RC_OK)
        return rc;
    ask.from = io_fact_day(ask.pack, input, "from");
    ask.to = io_fact_day(ask.pack, input, "to");
    return answer(input, &ask, "fee_fen", result, proof, problem);
}

static const struct rule_row RULES[] = {
    { "termination.refund", refund, true, REFUND_FACTS },
    { "termination.earned", earned, true, EARNED_FACTS },
    { "service.holdover", holdover, true, HOLDOVER_FACTS },
    RULES_END,
};

const struct kind PRORATA_KIND = {
    .name = "prorata", .sections = SECTIONS, .check = check, .rules = RULES
};
