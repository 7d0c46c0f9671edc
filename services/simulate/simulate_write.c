/* The outcome as one JSON object, list by list, each row as the database gives it: a portfolio of thousands of systems is
 * written without being held in memory. */
#include <stdio.h>

#include "ask_check.h"
#include "civil.h"
#include "jsonx.h"
#include "lane_rows.h"
#include "memory.h"
#include "settle_row.h"
#include "simulate.h"
#include "simulate_store.h"

/* By enum simulate_list; the names are part of the outcome's format. */
static const char *const LIST_NAMES[LIST_COUNT] = { "workload", "workload_weeks", "deadlines", "breaches",
                                                    "penalties", "reminders", "timeline" };

struct counted {
    int64_t contracts, actions, instants;
};

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

/* What was counted by this run and those behind it. */
static struct counted count_all(const struct simulate_run *run)
{
    struct counted sum = { 0, 0, 0 };
    for (; run; run = run->next) {
        sum.contracts += run->contracts;
        sum.actions += run->actions;
        sum.instants += run->instants;
    }
    return sum;
}

/* What was asked, beside what was counted: an outcome can be repeated from itself alone. */
json_t *simulate_question(const struct simulate_run *run)
{
    char from[DATE_TEXT], to[DATE_TEXT];
    const struct counted counted = count_all(run);
    const struct simulate_ask *ask = run->ask;
    return json_pack("{s:s, s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:o}", "pack", ask->pack, "from",
                     civil_format_date(ask->from, from), "to", civil_format_date(ask->to, to), "seed",
                     (json_int_t)ask->seed, "systems_asked", (json_int_t)ask->systems, "contracts",
                     (json_int_t)counted.contracts, "actions", (json_int_t)counted.actions, "instants",
                     (json_int_t)counted.instants, "notes", ask_notes(ask));
}

/* Reckoned from sums, since no table holds what would be paid in the end. */
static rc_t put_settlement(const struct contract_sum *sum, void *arg, struct problem *problem)
{
    struct writer *writer = arg;
    json_t *row = settle_row(&writer->run->shelf, writer->run->ask->pack, sum);
    if (!row)
        return RC_OK;
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
static rc_t put_lists(struct writer *writer, struct problem *problem)
{
    const struct row_walk walk = { put_row, writer };
    open_list(writer, "settlement");
    rc_t rc = lane_contracts(writer->run, put_settlement, writer, problem);
    fputs("],\n", writer->out);
    for (int list = 0; rc == RC_OK && list < LIST_COUNT; list++) {
        open_list(writer, LIST_NAMES[list]);
        rc = lane_list(writer->run, (enum simulate_list)list, &walk, problem);
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
    rc_t rc = lane_totals(self, &totals, problem);
    if (rc == RC_OK) {
        fputs("{", out);
        put_value(&writer, "simulation", simulate_question(self));
        put_value(&writer, "totals", totals);
        rc = put_lists(&writer, problem);
        fputs("}\n", out);
    }
    if (rc == RC_OK && (fflush(out) != 0 || ferror(out)))
        rc = problem_set(problem, RC_UNAVAILABLE, NULL, "could not write the outcome");
    return rc;
}
