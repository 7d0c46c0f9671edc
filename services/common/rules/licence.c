/* Points are whole and exact; a percentage is made when the answer is written. */
#include "licence.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A clause names one line in the whole pack (licence_kind.c), whichever licence holds it. */
const struct licence_row *licence_line(const struct pack *pack, const char *clause)
{
    for (size_t i = 0; i < pack->licences.count; i++)
        for (size_t k = 0; k < pack->licences.rows[i].rows.count; k++)
            if (strcmp(pack->licences.rows[i].rows.rows[k].clause, clause) == 0)
                return &pack->licences.rows[i].rows.rows[k];
    return NULL;
}

/* "120 <= 150: true" Exact numbers, as the clause counts them; the text is for a person and is not
 * read back. */
static void say_compared(const struct licence_row *line, int64_t value, const char *op, bool holds,
                         proof_t *proof)
{
    struct proof_step step = { .why = WHY_COMPARED, .source = FROM_CLAUSE, .n = holds };
    snprintf(step.ref, sizeof(step.ref), "%.60s", line->clause);
    snprintf(step.name, sizeof(step.name), "%" PRId64 " %s %" PRId64 ": %s", value, op,
             line->points, holds ? "true" : "false");
    proof_clause(proof, line->clause, line->client);
    proof_add(proof, &step);
}

/* Never refused: more than was licensed is the finding, told as `over`. */
struct licence_use licence_used(const struct licence_row *line, int64_t installed, proof_t *proof)
{
    struct licence_use use = { .points = line->points, .installed = installed };
    use.free = installed < line->points ? line->points - installed : 0;
    use.over = installed > line->points ? installed - line->points : 0;
    say_compared(line, installed, "<=", use.over == 0, proof);
    return use;
}

/* LICENCE_PARTS_MAX parts of LICENCE_MOST stay far below the end of int64, so the sum needs no
 * check. */
struct licence_breakdown licence_parts(const struct licence_row *line, const int64_t *parts,
                                       size_t count, proof_t *proof)
{
    struct licence_breakdown b = { .points = line->points };
    for (size_t i = 0; i < count; i++)
        b.sum += parts[i];
    b.difference = b.sum - b.points;
    say_compared(line, b.sum, "==", b.difference == 0, proof);
    return b;
}
