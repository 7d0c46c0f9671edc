/* Kind "money": sections `payments` and `settlement`, rules payment.instalments and
 * settlement.final. All sums are whole fen, all shares basis points. */
#include <string.h>

#include "jsonx.h"
#include "money.h"
#include "pack_reader.h"
#include "parse.h"
#include "rule_io.h"

#define ROW(type, key, member, read, need)                                                         \
    {                                                                                              \
        key, read, offsetof(struct type, member), need                                             \
    }

/* {clause: …, title: 尾款, share: 40%, term: …, remainder: true} */
static const struct field PAYMENT_FIELDS[] = {
    ROW(pack_payment, "clause", clause, read_text, FIELD_REQUIRED),
    ROW(pack_payment, "title", title, read_text, FIELD_REQUIRED),
    ROW(pack_payment, "term", term, read_text, FIELD_OPTIONAL),
    ROW(pack_payment, "share", share_bp, read_percent, FIELD_REQUIRED),
    ROW(pack_payment, "remainder", remainder, read_bool, FIELD_OPTIONAL),
};
static const struct row_shape PAYMENT = ROW_SHAPE("payment", PAYMENT_FIELDS, struct pack_payment);

/* A list in the document's order, which is the order of paying: the check and the remainder rely on
 * the last row being the last payment. */
static rc_t read_payments(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &PAYMENT, out);
}

/* {clause: …, quality: fair, title: …, at_most: 90%}: a cap leaves the percentage to a decision. */
static const struct field GRADE_FIELDS[] = {
    ROW(settlement_grade, "clause", clause, read_text, FIELD_REQUIRED),
    ROW(settlement_grade, "quality", quality, read_text, FIELD_REQUIRED),
    ROW(settlement_grade, "title", title, read_text, FIELD_REQUIRED),
    ROW(settlement_grade, "percent", percent_bp, read_percent, FIELD_OPTIONAL),
    ROW(settlement_grade, "at_most", at_most_bp, read_percent, FIELD_OPTIONAL),
};
static const struct row_shape GRADE =
    ROW_SHAPE("settlement grade", GRADE_FIELDS, struct settlement_grade);

/* Rows of the qualities an acceptance may find; only the quality is a key, so two of them may cite
 * one clause. */
static rc_t read_settlement(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &GRADE, out);
}

/* ---- checking ---- */

/* Shares must add up to the whole, and only the last payment can take what is left. All shares
 * together are the whole, the remainder's own included: its share is what the text states, its
 * amount what is left. */
static rc_t check_payments(struct pack_reader *reader, const struct pack *pack)
{
    int64_t sum = 0;
    for (size_t i = 0; i < pack->payments.count; i++) {
        const struct pack_payment *p = &pack->payments.rows[i];
        if (i == PAYMENTS_MAX)
            return reader_refuse(reader, &p->at, "a contract has at most %d payments",
                                 PAYMENTS_MAX);
        if (p->term && !pack_term(pack, p->term))
            return reader_refuse(reader, &p->at, "there is no term of clause %s", p->term);
        if (p->remainder && i + 1 != pack->payments.count)
            return reader_refuse(reader, &p->at, "only the last payment can be the remainder");
        sum += p->share_bp;
    }
    if (pack->payments.count > 0 && sum != BP_ONE)
        return reader_refuse(reader, &pack->payments.rows[0].at,
                             "the payments must add up to 100%%");
    return RC_OK;
}

/* A settlement grade states either its percentage or its cap. */
static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    rc_t rc = check_payments(reader, pack);
    if (rc == RC_OK)
        rc = reader_unique(reader, &GRADE, &pack->settlement,
                           offsetof(struct settlement_grade, quality));
    for (size_t i = 0; i < pack->settlement.count && rc == RC_OK; i++) {
        const struct settlement_grade *g = &pack->settlement.rows[i];
        if ((g->percent_bp == 0) == (g->at_most_bp == 0))
            rc = reader_refuse(reader, &g->at, "a settlement grade has either percent or at_most");
    }
    return rc;
}

static const struct field SECTIONS[] = {
    { "payments", read_payments, offsetof(struct pack, payments), FIELD_OPTIONAL },
    { "settlement", read_settlement, offsetof(struct pack, settlement), FIELD_OPTIONAL },
    SECTIONS_END,
};

/* ---- rules ---- */

/* What each payment is of a contract sum. */
static const struct fact_row INSTALMENT_FACTS[] = { { "pack", FACT_TEXT, true },
                                                    { "contract_fen", FACT_MONEY, true },
                                                    { "readings", FACT_MAP, false },
                                                    FACTS_END };

/* The total is a fact of the question and not the pack's own: what was signed may differ from what
 * the tender said. `total` is in fen and was type-checked by the facts table. */
static rc_t instalments(const struct eval_env *env, const json_t *input, json_t *result,
                        proof_t *proof, struct problem *problem)
{
    const pack_t *pack;
    int64_t fen[PAYMENTS_MAX];
    size_t count;
    int64_t total = json_integer_value(json_object_get(input, "contract_fen"));
    rc_t rc = io_pack(env, input, &pack, problem);
    if (rc == RC_OK)
        rc = io_readings_checked(pack, input, problem);
    if (rc == RC_OK)
        rc = money_instalments(pack, total, fen, &count, problem);
    if (rc != RC_OK)
        return rc;
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct pack_payment *p = &pack->payments.rows[i];
        json_array_append_new(list, json_integer(fen[i]));
        proof_clause(proof, p->clause, p->title);
        proof_numbers(proof, WHY_SHARE, p->clause, p->share_bp, total);
        proof_numbers(proof, WHY_AMOUNT, p->clause, fen[i], 0);
    }
    json_object_set_new(result, "instalments_fen", list);
    return RC_OK;
}

/* Deductions and sums paid are 0 where left out. */
static const struct fact_row FINAL_FACTS[] = { { "pack", FACT_TEXT, true },
                                               { "contract_fen", FACT_MONEY, true },
                                               { "quality", FACT_TEXT, true },
                                               { "percent", FACT_DECIMAL, false },
                                               { "deductions_fen", FACT_MONEY, false },
                                               { "paid_fen", FACT_MONEY, false },
                                               { "readings", FACT_MAP, false },
                                               FACTS_END };

/* A percentage that is absent leaves has_percent false, so that a stated one applies and a mere cap
 * is refused: the program never decides for the customer. Sums left out count as 0 fen. */
static rc_t final(const struct eval_env *env, const json_t *input, json_t *result, proof_t *proof,
                  struct problem *problem)
{
    const pack_t *pack;
    struct settlement_ruling r;
    struct settlement_ask ask = {
        .contract_fen = json_integer_value(json_object_get(input, "contract_fen")),
        .quality = json_string_value(json_object_get(input, "quality")),
        .deductions_fen = json_integer_value(json_object_get(input, "deductions_fen")),
        .paid_fen = json_integer_value(json_object_get(input, "paid_fen")),
    };
    ask.has_percent = decimal_from_json(json_object_get(input, "percent"), &ask.percent);
    rc_t rc = io_pack(env, input, &pack, problem);
    if (rc == RC_OK)
        rc = io_readings_checked(pack, input, problem);
    if (rc == RC_OK)
        rc = money_settle(pack, &ask, proof, &r, problem);
    if (rc != RC_OK)
        return rc;
    json_object_set_new(result, "total_fen", json_integer(r.total_fen));
    json_object_set_new(result, "final_instalment_fen", json_integer(r.final_instalment_fen));
    json_object_set_new(result, "graded_fen", json_integer(r.graded_fen));
    return RC_OK;
}

static const struct rule_row RULES[] = {
    { "payment.instalments", instalments, true, INSTALMENT_FACTS },
    { "settlement.final", final, true, FINAL_FACTS },
    RULES_END,
};

const struct kind MONEY_KIND = {
    .name = "money", .sections = SECTIONS, .check = check, .rules = RULES
};
