/* Two stories of one contract side by side: totals of both, and of every list what differs. */
#include <string.h>

#include "attr.h"
#include "jsonx.h"
#include "memory.h"
#include "row_pairs.h"
#include "settle_row.h"
#include "simulate.h"
#include "simulate_store.h"

/* What is compared, and what names a row of it. Reminders and the timeline follow from these. */
static const struct {
    const char *name;
    enum simulate_list list;
    struct pair_shape shape;
} COMPARED[] = {
    { "dates", LIST_DEADLINES, { { "code" }, { "kind", "clause", "title", "serial" } } },
    { "breaches", LIST_BREACHES, { { "code", "due_at" }, { "clause", "title", "serial" } } },
    { "penalties", LIST_PENALTIES, { { "case", "clause" }, { NULL } } },
    { "workload", LIST_WORKLOAD, { { "person", "role" }, { NULL } } },
};
static const struct pair_shape SETTLEMENT = { { "quality" }, { NULL } };

struct comparing {
    struct simulate_run *run;
    FILE *out;
    bool begun; /* a row of the current list was written */
    struct row_pairs pairs;
    char contract[SIMULATE_CODE]; /* the first play's code of the rows at hand */
};

/* ---- rows ---- */

/* Takes the difference. Write errors are looked for at the end. */
static void put_difference(json_t *difference, void *arg)
{
    struct comparing *self = arg;
    char *text = jsonx_text(difference);
    fprintf(self->out, "%s%s", self->begun ? ",\n" : "\n", text);
    self->begun = true;
    mem_free(text);
    json_decref(difference);
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
    json_t *row = settle_row(&self->run->shelf, sum);
    (void)problem;
    if (row)
        add_row(self, row);
    return RC_OK;
}

/* ---- the outcome ---- */

static void begin(struct comparing *self, const char *name, const struct pair_shape *shape)
{
    fprintf(self->out, ",\n\"%s\":[", name);
    self->begun = false;
    self->contract[0] = '\0';
    row_pairs_init(&self->pairs, shape, put_difference, self);
}

/* What waits now is missing on the other side for good. */
static void end(struct comparing *self)
{
    row_pairs_flush(&self->pairs);
    row_pairs_fini(&self->pairs);
    fputs("]", self->out);
}

/* Money first: it is what a comparison is asked for. */
static rc_t put_lists(struct comparing *self, struct problem *problem)
{
    const struct day_span span = { self->run->ask->from, self->run->ask->to };
    const struct row_walk walk = { take_text, self };
    begin(self, "settlement", &SETTLEMENT);
    rc_t rc = simulate_store_contracts(self->run->owner, take_settlement, self, problem);
    end(self);
    for (size_t i = 0; rc == RC_OK && i < COUNT_OF(COMPARED); i++) {
        begin(self, COMPARED[i].name, &COMPARED[i].shape);
        rc = simulate_store_list(self->run->owner, COMPARED[i].list, &span, &walk, problem);
        end(self);
    }
    return rc;
}

/* Each side counted by the same statement as a play of its own. */
static rc_t put_totals(struct comparing *self, struct problem *problem)
{
    json_t *first = NULL, *against = NULL;
    struct totals_ask ask = { SIMULATE_AGAINST, false };
    rc_t rc = simulate_store_totals(self->run->owner, ask, &first, problem);
    ask.with = true;
    if (rc == RC_OK)
        rc = simulate_store_totals(self->run->owner, ask, &against, problem);
    json_t *both = json_pack("{s:o?, s:o?}", "first", first, "against", against);
    fputs(",\n\"totals\":", self->out);
    json_dumpf(both, self->out, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(both);
    return rc;
}

/* Flat but for one contract's rows of one list. */
rc_t simulate_compare(struct simulate_run *run, FILE *out, struct problem *problem)
{
    struct comparing self = { .run = run, .out = out };
    json_t *question = simulate_question(run);
    fputs("{\"simulation\":", out);
    json_dumpf(question, out, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(question);
    rc_t rc = put_totals(&self, problem);
    if (rc == RC_OK)
        rc = put_lists(&self, problem);
    fputs("}\n", out);
    if (rc == RC_OK && (fflush(out) != 0 || ferror(out)))
        rc = problem_set(problem, RC_UNAVAILABLE, NULL, "could not write the comparison");
    return rc;
}
