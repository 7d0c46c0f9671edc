/* A gate says what is missing in the clause's own order: documents first, then facts. It decides
 * nothing else; who opens it is the affair of lifecycle. */
#include "gate.h"

#include <stdio.h>
#include <string.h>

#include "attr.h"

static const char FACT_DOCUMENTS[] = "documents";

const struct pack_gate *gate_of_phase(const struct pack *pack, int64_t phase)
{
    for (size_t i = 0; i < pack->gates.count; i++)
        if (phase > 0 && pack->gates.rows[i].ends == phase)
            return &pack->gates.rows[i];
    return NULL;
}

const struct pack_gate *gate_of_clause(const struct pack *pack, const char *clause)
{
    for (size_t i = 0; i < pack->gates.count; i++)
        if (strcmp(pack->gates.rows[i].clause, clause) == 0)
            return &pack->gates.rows[i];
    return NULL;
}

/* Whether a list of texts holds one; anything that is no text is passed over. */
static bool list_has(const json_t *list, const char *text)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *item = json_string_value(json_array_get(list, i));
        if (item && strcmp(item, text) == 0)
            return true;
    }
    return false;
}

/* Note one thing that keeps the gate shut. The ceiling is checked when the pack is read. */
static void miss(struct gate_ruling *r, const char *what, proof_t *proof)
{
    struct proof_step step = { .why = WHY_MISSING };
    if (r->missing_count < GATE_MISSING_MAX)
        r->missing[r->missing_count++] = what;
    snprintf(step.name, sizeof(step.name), "%.90s", what);
    proof_add(proof, &step);
}

/* Documents are compared by title, exactly. */
static void miss_documents(struct gate_ruling *r, const json_t *facts, proof_t *proof)
{
    const json_t *there = json_object_get(facts, FACT_DOCUMENTS);
    for (size_t i = 0; i < r->gate->documents.count; i++)
        if (!list_has(there, r->gate->documents.rows[i]))
            miss(r, r->gate->documents.rows[i], proof);
}

/* A fact that is not given keeps the gate shut, whatever its comparison says of nothing. */
static void miss_facts(struct gate_ruling *r, const json_t *facts, proof_t *proof)
{
    for (size_t i = 0; r->gate->when.count > 0 && i < r->gate->when.alternatives[0].count; i++) {
        const struct fact_test *test = &r->gate->when.alternatives[0].tests[i];
        const json_t *value = json_object_get(facts, test->fact);
        if (!value || json_is_null(value) || !fact_test_holds(test, value))
            miss(r, test->fact, proof);
    }
}

void gate_rule(const struct pack_gate *gate, const json_t *facts, proof_t *proof,
               struct gate_ruling *ret_ruling)
{
    struct gate_ruling r = { .gate = gate };
    proof_clause(proof, gate->clause, gate->title);
    miss_documents(&r, facts, proof);
    miss_facts(&r, facts, proof);
    r.open = r.missing_count == 0;
    r.returns_to = r.open ? 0 : gate->returns_to;
    if (r.open)
        proof_numbers(proof, WHY_GATE_OPEN, gate->clause, 0, 0);
    if (r.returns_to > 0)
        proof_numbers(proof, WHY_RETURNS_TO, gate->clause, r.returns_to, 0);
    *ret_ruling = r;
}
