/* What a contract would be paid were its quality judged good: the grade that is paid in full, so that the sum shows what the
 * deductions alone do. The rule is money.settle's, as the settlement of a real contract is. */
#include "settle_row.h"

#include "money.h"

static const char QUALITY[] = "good";

/* A ruling that is refused (no such quality, no settlement in the pack) is no fault of the play:
 * there is no row then. */
json_t *settle_row(struct rule_shelf *shelf, const char *pack, const struct contract_sum *sum)
{
    struct settlement_ruling ruling;
    struct problem none = { .rc = RC_OK };
    struct eval_env env = rule_shelf_env(shelf);
    const pack_t *rules = env.pack(env.arg, pack);
    struct settlement_ask ask = { .contract_fen = sum->total_fen, .quality = QUALITY,
                                  .deductions_fen = sum->deductions_fen, .paid_fen = sum->paid_fen };
    if (!rules || money_settle(rules, &ask, NULL, &ruling, &none) != RC_OK)
        return NULL;
    return json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:I}", "contract", sum->code, "quality", QUALITY, "total_fen",
                     (json_int_t)sum->total_fen, "deductions_fen", (json_int_t)sum->deductions_fen, "settled_fen",
                     (json_int_t)ruling.total_fen, "paid_fen", (json_int_t)sum->paid_fen, "final_instalment_fen",
                     (json_int_t)ruling.final_instalment_fen);
}
