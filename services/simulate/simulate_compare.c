/* Two stories of one contract side by side as one JSON object: totals of both, and of every list what differs. */
#include "compare_lists.h"
#include "jsonx.h"
#include "memory.h"

/* One list being written. */
struct writing {
    FILE *out;
    bool begun; /* a row of it was written */
};

/* Write errors are looked for at the end. */
static void put_difference(const struct row_pair *pair, void *arg)
{
    struct writing *self = arg;
    char *text = jsonx_text(pair->difference);
    fprintf(self->out, "%s%s", self->begun ? ",\n" : "\n", text);
    self->begun = true;
    mem_free(text);
}

/* An array is closed also after a failure: the exit code tells that the object is not whole. */
static rc_t put_lists(struct simulate_run *run, FILE *out, struct problem *problem)
{
    rc_t rc = RC_OK;
    for (int list = 0; rc == RC_OK && list < COMPARE_COUNT; list++) {
        struct writing self = { .out = out };
        fprintf(out, ",\n\"%s\":[", compare_list_name((enum compare_list)list));
        rc = compare_list_walk(run, (enum compare_list)list, put_difference, &self, problem);
        fputs("]", out);
    }
    return rc;
}

/* Takes the value; compact and sorted, so that equal outcomes are equal bytes. */
static void put_value(FILE *out, const char *head, json_t *value)
{
    fputs(head, out);
    json_dumpf(value, out, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
    json_decref(value);
}

/* Flat but for one contract's rows of one list. */
rc_t simulate_compare(struct simulate_run *run, FILE *out, struct problem *problem)
{
    json_t *totals = NULL;
    rc_t rc = compare_totals(run, &totals, problem);
    put_value(out, "{\"simulation\":", simulate_question(run));
    put_value(out, ",\n\"totals\":", totals ? totals : json_null());
    if (rc == RC_OK)
        rc = put_lists(run, out, problem);
    fputs("}\n", out);
    if (rc == RC_OK && (fflush(out) != 0 || ferror(out)))
        rc = problem_set(problem, RC_UNAVAILABLE, NULL, "could not write the comparison");
    return rc;
}
