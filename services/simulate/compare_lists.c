/* Which lists a comparison has, what names a row of each, and how both plays of one contract are brought side by side.
 *
 * Rows of both come from the database by contract and name, and a contract's rows are held only until its other play
 * was read: a comparison of ten thousand systems needs no more memory than one of its contracts. */
#include "compare_lists.h"

#include <string.h>

#include "settle_row.h"
#include "simulate_store.h"

/* What names a row of a list, and what only tells a reader which it is. All else is compared. */
static const struct {
    const char *name;
    enum simulate_list list; /* not asked for the settlement, whose rows are reckoned */
    struct pair_shape shape;
} COMPARED[COMPARE_COUNT] = {
    [COMPARE_SETTLEMENT] = { "settlement", LIST_COUNT, { { "quality" }, { NULL } } },
    [COMPARE_DATES] = { "dates", LIST_DEADLINES, { { "code" }, { "kind", "clause", "title", "serial" } } },
    [COMPARE_BREACHES] = { "breaches", LIST_BREACHES, { { "code", "due_at" }, { "clause", "title", "serial" } } },
    [COMPARE_PENALTIES] = { "penalties", LIST_PENALTIES, { { "case", "clause" }, { NULL } } },
    [COMPARE_WORKLOAD] = { "workload", LIST_WORKLOAD, { { "person", "role" }, { NULL } } },
};

struct comparing {
    struct simulate_run *run;
    struct row_pairs pairs;
    char contract[SIMULATE_CODE]; /* the first play's code of the rows at hand */
};

/* Part of the outcome's format. */
const char *compare_list_name(enum compare_list list)
{
    return COMPARED[list].name;
}

/* The first play's code of a contract, and whether this is the other one's. */
static bool base_code(const char *code, char *out)
{
    size_t len = strlen(code);
    size_t tail = sizeof(SIMULATE_AGAINST) - 1;
    bool against = len > tail && strcmp(code + len - tail, SIMULATE_AGAINST) == 0;
    snprintf(out, SIMULATE_CODE, "%.*s", (int)(against ? len - tail : len), code);
    return against;
}

/* Takes the row; both plays' rows go on under the first one's contract. */
static void add_row(struct comparing *self, json_t *row)
{
    char code[SIMULATE_CODE];
    bool against = base_code(json_string_value(json_object_get(row, "contract")), code);
    if (strcmp(code, self->contract) != 0)
        row_pairs_flush(&self->pairs);
    snprintf(self->contract, sizeof(self->contract), "%s", code);
    json_object_set_new(row, "contract", json_string(code));
    if (against)
        row_pairs_against(&self->pairs, row);
    else
        row_pairs_first(&self->pairs, row);
}

/* The statement's own text; one that cannot be read is our fault. */
static rc_t take_text(const char *json, void *arg, struct problem *problem)
{
    json_t *row = json_loads(json, 0, NULL);
    if (!row)
        return problem_set(problem, RC_INTERNAL, NULL, "could not read a row of the outcome");
    add_row(arg, row);
    return RC_OK;
}

/* A pack that states no settlement has no row on either side. */
static rc_t take_settlement(const struct contract_sum *sum, void *arg, struct problem *problem)
{
    struct comparing *self = arg;
    json_t *row = settle_row(&self->run->shelf, self->run->ask->pack, sum);
    (void)problem;
    if (row)
        add_row(self, row);
    return RC_OK;
}

/* What waits at the end is missing on the other side for good. */
rc_t compare_list_walk(struct simulate_run *run, enum compare_list list, pair_fn *each, void *arg,
                       struct problem *problem)
{
    struct comparing self = { .run = run };
    const struct day_span span = { run->ask->from, run->ask->to };
    const struct row_walk walk = { take_text, &self };
    row_pairs_init(&self.pairs, &COMPARED[list].shape, each, arg);
    rc_t rc = list == COMPARE_SETTLEMENT
                  ? simulate_store_contracts(run->owner, take_settlement, &self, problem)
                  : simulate_store_list(run->owner, COMPARED[list].list, &span, &walk, problem);
    row_pairs_flush(&self.pairs);
    row_pairs_fini(&self.pairs);
    return rc;
}

/* By the same statement as a play of its own, once for each side. */
rc_t compare_totals(struct simulate_run *run, json_t **ret_totals, struct problem *problem)
{
    json_t *first = NULL, *against = NULL;
    struct totals_ask ask = { SIMULATE_AGAINST, false };
    rc_t rc = simulate_store_totals(run->owner, ask, &first, problem);
    ask.with = true;
    if (rc == RC_OK)
        rc = simulate_store_totals(run->owner, ask, &against, problem);
    if (rc == RC_OK)
        *ret_totals = json_pack("{s:O, s:O}", "first", first, "against", against);
    json_decref(first);
    json_decref(against);
    return rc;
}
