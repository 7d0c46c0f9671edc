/* A gate says what is missing in the clause's own order: documents first, then facts. It decides
 * nothing else; who opens it is the affair of lifecycle. */
#include "gate.h"

#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "jsonx.h"

/* Lists that a gate looks for besides the facts that its clause names; part of the question's
 * format. */
static const char FACT_DOCUMENTS[] = "documents";
static const char FACT_ATTENDED[] = "attended";
static const char FACT_SUBMITTED[] = "reports_submitted";
static const char FACT_SIGNED[] = "reports_signed";

/* 0 is no phase: a gate that ends none has 0 there and must not be found by it. */
const struct pack_gate *gate_of_phase(const struct pack *pack, int64_t phase)
{
    for (size_t i = 0; i < pack->gates.count; i++)
        if (phase > 0 && pack->gates.rows[i].ends == phase)
            return &pack->gates.rows[i];
    return NULL;
}

/* Clauses are unique among the gates of a pack (gate_kind.c). */
const struct pack_gate *gate_of_clause(const struct pack *pack, const char *clause)
{
    for (size_t i = 0; i < pack->gates.count; i++)
        if (strcmp(pack->gates.rows[i].clause, clause) == 0)
            return &pack->gates.rows[i];
    return NULL;
}

/* Whether a value is this text. */
static bool is_text(const json_t *value, const char *text)
{
    return jsonx_is_text(value) && strcmp(json_string_value(value), text) == 0;
}

/* Whether a list of texts holds one; anything that is no text is passed over. */
static bool list_has(const json_t *list, const char *text)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (is_text(json_array_get(list, i), text))
            return true;
    return false;
}

/* Note one thing that keeps the gate shut. What a gate asks for is bounded when the pack is read, a
 * list of names when the question is; one beyond that is no longer named. The text is borrowed from
 * the pack or from the facts, which both outlive the ruling's use. */
static void miss(struct gate_ruling *r, const char *what, proof_t *proof)
{
    struct proof_step step = { .why = WHY_MISSING };
    if (r->missing_count < GATE_MISSING_MAX)
        r->missing[r->missing_count++] = what;
    snprintf(step.name, sizeof(step.name), "%.90s", what);
    proof_add(proof, &step);
}

/* Documents are compared by title, exactly. One that is named twice by the facts is still one
 * document. */
static void miss_documents(struct gate_ruling *r, const json_t *facts, proof_t *proof)
{
    const json_t *there = json_object_get(facts, FACT_DOCUMENTS);
    for (size_t i = 0; i < r->gate->documents.count; i++)
        if (!list_has(there, r->gate->documents.rows[i]))
            miss(r, r->gate->documents.rows[i], proof);
}

/* A fact that is not given keeps the gate shut, whatever its comparison says of nothing. A gate has
 * one alternative only (gate_kind.c), so each test can be told by itself. */
static void miss_facts(struct gate_ruling *r, const json_t *facts, proof_t *proof)
{
    for (size_t i = 0; r->gate->when.count > 0 && i < r->gate->when.alternatives[0].count; i++) {
        const struct fact_test *test = &r->gate->when.alternatives[0].tests[i];
        const json_t *value = json_object_get(facts, test->fact);
        if (jsonx_is_absent(value) || !fact_test_holds(test, value))
            miss(r, test->fact, proof);
    }
}

/* Truth values, in the clause's order. */
static void miss_flags(struct gate_ruling *r, const json_t *facts, proof_t *proof)
{
    for (size_t i = 0; i < r->gate->facts.count; i++)
        if (!json_is_true(json_object_get(facts, r->gate->facts.rows[i])))
            miss(r, r->gate->facts.rows[i], proof);
}

/* A service is done when its report is there and signed. */
static void miss_services(struct gate_ruling *r, const json_t *facts, proof_t *proof)
{
    const json_t *submitted = json_object_get(facts, FACT_SUBMITTED);
    const json_t *signed_off = json_object_get(facts, FACT_SIGNED);
    for (size_t i = 0; i < r->gate->services.count; i++)
        if (!list_has(submitted, r->gate->services.rows[i]) ||
            !list_has(signed_off, r->gate->services.rows[i]))
            miss(r, r->gate->services.rows[i], proof);
}

/* Everyone who takes part must have attended; not to know who does keeps the gate shut too. */
static void miss_names(struct gate_ruling *r, const json_t *facts, proof_t *proof)
{
    const json_t *names = r->gate->attended ? json_object_get(facts, r->gate->attended) : NULL;
    if (r->gate->attended && json_array_size(names) == 0)
        miss(r, r->gate->attended, proof);
    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *name = json_string_value(json_array_get(names, i));
        if (name && !list_has(json_object_get(facts, FACT_ATTENDED), name))
            miss(r, name, proof);
    }
}

/* Cannot fail: what is not there is missing. The order of the lists is fixed, so that the same
 * facts give the same text, and work goes back only from a shut gate. */
void gate_rule(const struct pack_gate *gate, const json_t *facts, proof_t *proof,
               struct gate_ruling *ret_ruling)
{
    struct gate_ruling r = { .gate = gate };
    proof_clause(proof, gate->clause, gate->title);
    miss_documents(&r, facts, proof);
    miss_facts(&r, facts, proof);
    miss_flags(&r, facts, proof);
    miss_services(&r, facts, proof);
    miss_names(&r, facts, proof);
    r.open = r.missing_count == 0;
    r.returns_to = r.open ? 0 : gate->returns_to;
    if (r.open)
        proof_numbers(proof, WHY_GATE_OPEN, gate->clause, 0, 0);
    if (r.returns_to > 0)
        proof_numbers(proof, WHY_RETURNS_TO, gate->clause, r.returns_to, 0);
    *ret_ruling = r;
}

/* ---- facts ---- */

/* A list of at most GATE_LISTED_MAX texts. An empty list is one: nobody attended, or nothing is
 * there yet. */
static bool is_names(const json_t *value)
{
    for (size_t i = 0; i < json_array_size(value); i++)
        if (json_string_length(json_array_get(value, i)) == 0)
            return false;
    return jsonx_is_list(value) && json_array_size(value) <= GATE_LISTED_MAX;
}

/* A list of codes of the gate's services. A code of another service would be passed over in
 * silence, so it is refused. */
static bool is_codes(const struct pack_gate *gate, const json_t *value)
{
    for (size_t i = 0; i < json_array_size(value); i++) {
        bool known = false;
        for (size_t k = 0; k < gate->services.count; k++)
            known = known || is_text(json_array_get(value, i), gate->services.rows[k]);
        if (!known)
            return false;
    }
    return jsonx_is_list(value);
}

/* What a comparison of the condition takes: numbers of gates are counts and scores, from 0. Text is
 * what the answer to the asker says; constant. */
static const char *misfit_of_test(const struct fact_test *test, const json_t *value)
{
    int64_t number;
    if (test->type == TEST_BOOL)
        return jsonx_is_bool(value) ? NULL : "true or false";
    if (test->type == TEST_WORD)
        return jsonx_is_text(value) ? NULL : "text";
    return decimal_from_json(value, &number) && number >= 0
               ? NULL
               : "a decimal number as text or a whole number, from 0";
}

static const char UNKNOWN[] = "";

/* Facts of the condition and truth values; UNKNOWN for another one. A fact of the condition goes
 * before a truth value of the same name. */
static const char *misfit_of_fact(const struct pack_gate *gate, const char *fact,
                                  const json_t *value)
{
    for (size_t i = 0; gate->when.count > 0 && i < gate->when.alternatives[0].count; i++)
        if (strcmp(gate->when.alternatives[0].tests[i].fact, fact) == 0)
            return misfit_of_test(&gate->when.alternatives[0].tests[i], value);
    for (size_t i = 0; i < gate->facts.count; i++)
        if (strcmp(gate->facts.rows[i], fact) == 0)
            return jsonx_is_bool(value) ? NULL : "true or false";
    return UNKNOWN;
}

/* Whether a fact is one of two lists that the gate looks at together. */
static bool is_either(bool asked, const char *fact, const char *one, const char *other)
{
    return asked && (strcmp(fact, one) == 0 || strcmp(fact, other) == 0);
}

/* What a value must be instead; NULL where it fits, UNKNOWN where the gate asks for no such fact.
 */
static const char *misfit(const struct pack_gate *gate, const char *fact, const json_t *value)
{
    const char *want = misfit_of_fact(gate, fact, value);
    if (want != UNKNOWN)
        return want;
    if (is_either(gate->services.count > 0, fact, FACT_SUBMITTED, FACT_SIGNED))
        return is_codes(gate, value) ? NULL : "a list of codes of the pack's services";
    if (is_either(gate->documents.count > 0, fact, FACT_DOCUMENTS, FACT_DOCUMENTS) ||
        is_either(gate->attended != NULL, fact, gate->attended, FACT_ATTENDED))
        return is_names(value) ? NULL : "a list of texts";
    return UNKNOWN;
}

/* A name that nobody asks for is an error; null is not, since a fact may be named and not known
 * yet. */
rc_t gate_fact_check(const struct pack_gate *gate, const char *fact, const json_t *value,
                     struct problem *problem)
{
    const char *want = misfit(gate, fact, value);
    char field[PROBLEM_FIELD_MAX];
    snprintf(field, sizeof(field), "facts.%.64s", fact);
    if (want == UNKNOWN)
        return problem_set(problem, RC_INVALID, field, "the gate knows no fact \"%s\"", fact);
    if (want && !jsonx_is_absent(value))
        return problem_set(problem, RC_INVALID, field, "\"%s\" must be %s", fact, want);
    return RC_OK;
}
