/* The outcome as one JSON object, list by list, each row as the database gives it: a portfolio of thousands of systems is
 * written without being held in memory. */
#include <stdio.h>

#include "civil.h"
#include "jsonx.h"
#include "memory.h"
#include "money.h"
#include "simulate.h"
#include "simulate_store.h"

/* By enum simulate_list; the names are part of the outcome's format. */
static const char *const LIST_NAMES[LIST_COUNT] = { "deadlines", "breaches", "penalties", "reminders", "timeline" };
/* Quality that settlement is shown for: nobody has decided one in a simulation. */
static const char QUALITY[] = "good";

/* Of one outcome; `run` is borrowed. */
struct writer {
    FILE *out;
    bool first; /* of a list */
    struct simulate_run *run;
};

/* Write errors are looked for once at the end (ferror): a full disk (FI-10) is sticky on the
 * stream. */
static rc_t put_row(const char *json, void *arg, struct problem *problem)
{
    struct writer *writer = arg;
    (void)problem;
    fprintf(writer->out, "%s%s", writer->first ? "\n" : ",\n", json);
    writer->first = false;
    return RC_OK;
}

/* Takes `value`. A comma always follows: lists come after it. */
static void put_value(struct writer *writer, const char *key, json_t *value)
{
    fprintf(writer->out, "\"%s\":", key);
    json_dumpf(value, writer->out, JSON_COMPACT | JSON_SORT_KEYS);
    fputs(",\n", writer->out);
    json_decref(value);
}

/* What was asked, beside what was counted: an outcome can be repeated from itself alone. */
static json_t *question(const struct simulate_run *run)
{
    char from[DATE_TEXT], to[DATE_TEXT];
    const struct simulate_ask *ask = run->ask;
    return json_pack("{s:s, s:s, s:s, s:I, s:I, s:I, s:I, s:I}", "pack", ask->pack, "from",
                     civil_format_date(ask->from, from), "to", civil_format_date(ask->to, to), "seed",
                     (json_int_t)ask->seed, "systems_asked", (json_int_t)ask->systems, "contracts",
                     (json_int_t)run->contracts, "actions", (json_int_t)run->actions, "instants",
                     (json_int_t)run->instants);
}

/* What would be paid in the end, were the quality good; a pack that states no settlement gives none. */
static rc_t put_settlement(const struct contract_sum *sum, void *arg, struct problem *problem)
{
    struct writer *writer = arg;
    struct settlement_ruling ruling;
    struct problem none = { .rc = RC_OK };
    struct eval_env env = rule_shelf_env(&writer->run->shelf);
    const pack_t *pack = env.pack(env.arg, sum->pack);
    struct settlement_ask ask = { .contract_fen = sum->total_fen, .quality = QUALITY,
                                  .deductions_fen = sum->deductions_fen, .paid_fen = sum->paid_fen };
    if (!pack || money_settle(pack, &ask, NULL, &ruling, &none) != RC_OK)
        return RC_OK;
    json_t *row = json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:I}", "contract", sum->code, "quality", QUALITY, "total_fen",
                            (json_int_t)sum->total_fen, "deductions_fen", (json_int_t)sum->deductions_fen, "settled_fen",
                            (json_int_t)ruling.total_fen, "paid_fen", (json_int_t)sum->paid_fen, "final_instalment_fen",
                            (json_int_t)ruling.final_instalment_fen);
    char *text = jsonx_text(row);
    rc_t rc = put_row(text, writer, problem);
    mem_free(text);
    json_decref(row);
    return rc;
}

/* `first` is of the list being written; lists are never nested. */
static void open_list(struct writer *writer, const char *name)
{
    fprintf(writer->out, "\"%s\":[", name);
    writer->first = true;
}

/* The array is closed also after a failure, but then the caller's exit code says that the outcome
 * is not whole. */
static rc_t put_lists(struct writer *writer, pg_t *db, struct problem *problem)
{
    rc_t rc = RC_OK;
    open_list(writer, "settlement");
    rc = simulate_store_contracts(db, put_settlement, writer, problem);
    fputs("],\n", writer->out);
    if (rc == RC_OK) {
        open_list(writer, "workload");
        rc = simulate_store_workload(db, writer->run->ask->from, writer->run->ask->to, put_row, writer, problem);
        fputs("],\n", writer->out);
    }
    for (int list = 0; rc == RC_OK && list < LIST_COUNT; list++) {
        open_list(writer, LIST_NAMES[list]);
        rc = simulate_store_list(db, (enum simulate_list)list, put_row, writer, problem);
        fputs(list + 1 < LIST_COUNT ? "],\n" : "]\n", writer->out);
    }
    return rc;
}

/* As the database's owner, who sees every row whatever the roles' policies (RLS-01). Each list is
 * read in a transaction of its own; nothing changes any more by now. */
rc_t simulate_write(struct simulate_run *self, FILE *out, struct problem *problem)
{
    struct writer writer = { .out = out, .run = self };
    json_t *totals = NULL;
    pg_t *db = pg_new(&(struct pg_conf){ .dsn = self->ask->dsn, .role = self->ask->owner, .process = "mlps-simulate" });
    rc_t rc = simulate_store_totals(db, &totals, problem);
    if (rc == RC_OK) {
        fputs("{", out);
        put_value(&writer, "simulation", question(self));
        put_value(&writer, "totals", totals);
        rc = put_lists(&writer, db, problem);
        fputs("}\n", out);
    }
    pg_destroy(&db);
    if (rc == RC_OK && (fflush(out) != 0 || ferror(out)))
        rc = problem_set(problem, RC_UNAVAILABLE, NULL, "could not write the outcome");
    return rc;
}
