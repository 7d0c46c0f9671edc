/* Kind "gate": section `gates`, rule gate.check. What must be there before a phase ends or begins,
 * or before a service may start. */
#include <string.h>

#include "gate.h"
#include "jsonx.h"
#include "pack_reader.h"
#include "rule_io.h"

struct any_texts { /* how a PACK_ROWS of texts looks */
    const char *const *rows;
    size_t count;
};

#define ROW(key, member, read, need)                                                               \
    {                                                                                              \
        key, read, offsetof(struct pack_gate, member), need                                        \
    }

/* services: all */
static rc_t read_services(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    static const char *const WORDS[] = { "all", NULL };
    int index;
    rc_t rc = read_word(reader, node, "\"services\"", WORDS, &index);
    if (rc == RC_OK)
        memcpy(out, &(bool){ true }, sizeof(bool));
    return rc;
}

/* blocks: services (all of them), or a list of their codes. The codes themselves are filled in by
 * name_services, once all sections are read. */
static rc_t read_blocks(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    struct pack_gate *gate = out;
    gate->blocks_all = node->kind == YAML_TEXT && strcmp(node->text, "services") == 0;
    return gate->blocks_all ? RC_OK : read_texts(reader, node, &gate->blocks);
}

/* {clause: …, title: …, ends: 4, when: {score: ">= 60", high_risk_open: 0}, returns_to: 3},
 * {clause: …, title: …, facts: [plan_approved], blocks: services} */
static const struct field FIELDS[] = {
    ROW("clause", clause, read_text, FIELD_REQUIRED),
    ROW("title", title, read_text, FIELD_REQUIRED),
    ROW("ends", ends, read_count, FIELD_OPTIONAL),
    ROW("starts", starts, read_count, FIELD_OPTIONAL),
    ROW("returns_to", returns_to, read_count, FIELD_OPTIONAL),
    ROW("documents", documents, read_texts, FIELD_OPTIONAL),
    ROW("when", when, read_condition, FIELD_OPTIONAL),
    ROW("facts", facts, read_texts, FIELD_OPTIONAL),
    ROW("attended", attended, read_text, FIELD_OPTIONAL),
    ROW("services", all_services, read_services, FIELD_OPTIONAL),
    { "blocks", read_blocks, 0, FIELD_OPTIONAL },
};
static const struct row_shape SHAPE = ROW_SHAPE("gate", FIELDS, struct pack_gate);

/* At the end of a phase stands one of them at most; gates at a start, and those that only block,
 * are found by their clause. */
static rc_t read_gates(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &SHAPE, out);
}

/* ---- checking ---- */

/* Phases named by a gate must exist, and work returns to an earlier phase or the same one. A gate
 * that returns to a later phase would let work skip one. */
static rc_t check_phases(struct pack_reader *reader, const struct pack *pack,
                         const struct pack_gate *g)
{
    const int64_t named[] = { g->ends, g->starts, g->returns_to };
    for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
        if (named[i] > 0 && !pack_phase(pack, named[i]))
            return reader_refuse(reader, &g->at, "there is no phase %d", (int)named[i]);
    if (g->returns_to > 0 && (g->ends == 0 || g->returns_to > g->ends))
        return reader_refuse(reader, &g->at, "a gate returns to a phase not after the one it ends");
    return RC_OK;
}

/* A gate asks for something, all of it, and each phase ends by one gate at most. More than one
 * alternative would leave open which of them is missing. */
static rc_t check_gate(struct pack_reader *reader, const struct pack *pack,
                       const struct pack_gate *g)
{
    size_t wanted = g->documents.count + g->facts.count + (g->attended != NULL) +
                    g->services.count + (g->when.count > 0 ? g->when.alternatives[0].count : 0);
    if (wanted == 0 || wanted > GATE_WANTED_MAX || g->when.count > 1)
        return reader_refuse(reader, &g->at,
                             "a gate needs 1 to %d documents and facts, all of them",
                             GATE_WANTED_MAX);
    for (size_t i = 0; g->ends > 0 && i < pack->gates.count; i++)
        if (&pack->gates.rows[i] != g && pack->gates.rows[i].ends == g->ends)
            return reader_refuse(reader, &g->at, "phase %d has two gates at its end", (int)g->ends);
    return check_phases(reader, pack, g);
}

/* `all` and `services` stand for the codes of the pack's services, which are known only now. Rows
 * of a pack are constant, so they are copied to be completed; all of it is the arena's. */
static rc_t name_services(struct pack_reader *reader, struct pack *pack)
{
    struct pack_gate *gates = arena_array(pack->arena, pack->gates.count, sizeof(*gates));
    const char **codes = arena_array(pack->arena, pack->services.count, sizeof(*codes));
    for (size_t i = 0; i < pack->services.count; i++)
        codes[i] = pack->services.rows[i].code;
    for (size_t i = 0; i < pack->gates.count; i++) {
        struct pack_gate *g = &gates[i];
        *g = pack->gates.rows[i];
        if ((g->all_services || g->blocks_all) && pack->services.count == 0)
            return reader_refuse(reader, &g->at, "the pack lists no services");
        if (g->all_services)
            memcpy(&g->services, &(struct any_texts){ codes, pack->services.count },
                   sizeof(g->services));
        if (g->blocks_all)
            memcpy(&g->blocks, &(struct any_texts){ codes, pack->services.count },
                   sizeof(g->blocks));
    }
    pack->gates.rows = gates;
    return RC_OK;
}

/* Only services of the pack can be blocked. */
static rc_t check_blocks(struct pack_reader *reader, const struct pack *pack,
                         const struct pack_gate *g)
{
    for (size_t i = 0; i < g->blocks.count; i++)
        if (!pack_service(pack, g->blocks.rows[i]))
            return reader_refuse(reader, &g->at, "there is no service \"%s\"", g->blocks.rows[i]);
    return RC_OK;
}

/* Names of services are filled in first, because check_gate counts them among what a gate asks
 * for. */
static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    rc_t rc = name_services(reader, pack);
    if (rc != RC_OK)
        return rc;
    rc = reader_unique(reader, &SHAPE, &pack->gates, offsetof(struct pack_gate, clause));
    for (size_t i = 0; i < pack->gates.count && rc == RC_OK; i++)
        rc = check_gate(reader, pack, &pack->gates.rows[i]);
    for (size_t i = 0; i < pack->gates.count && rc == RC_OK; i++)
        rc = check_blocks(reader, pack, &pack->gates.rows[i]);
    return rc;
}

static const struct field SECTIONS[] = {
    { "gates", read_gates, offsetof(struct pack, gates), FIELD_OPTIONAL },
    SECTIONS_END,
};

/* ---- gate.check ---- */

/* By phase (its end) or by clause. */
static const struct fact_row CHECK_FACTS[] = {
    { "pack", FACT_TEXT, true }, { "phase", FACT_NUMBER, false }, { "clause", FACT_TEXT, false },
    { "facts", FACT_MAP, true }, { "readings", FACT_MAP, false }, FACTS_END
};

/* By phase or by clause, not both. A phase names the gate at its end; gates at a start are found by
 * clause. */
static rc_t find_gate(const pack_t *pack, const json_t *input, const struct pack_gate **ret,
                      struct problem *problem)
{
    const char *clause = json_string_value(json_object_get(input, "clause"));
    const json_t *phase = json_object_get(input, "phase");
    if ((clause != NULL) == jsonx_is_int(phase))
        return problem_set(problem, RC_INVALID, "phase", "give either \"phase\" or \"clause\"");
    *ret = clause ? gate_of_clause(pack, clause) : gate_of_phase(pack, json_integer_value(phase));
    return *ret ? RC_OK
                : problem_set(problem, RC_INVALID, clause ? "clause" : "phase",
                              "pack %s has no such gate", pack->name);
}

/* A fact that the gate does not ask for is a misunderstanding worth an error. */
static rc_t check_facts(const struct pack_gate *gate, const json_t *facts, struct problem *problem)
{
    json_t *all = (json_t *)(uintptr_t)facts;
    rc_t rc = RC_OK;
    for (void *it = json_object_iter(all); it && rc == RC_OK; it = json_object_iter_next(all, it))
        rc = gate_fact_check(gate, json_object_iter_key(it), json_object_iter_value(it), problem);
    return rc;
}

/* gate.check. A shut gate is an answer and not an error; what it blocks is named only while it is
 * shut. */
static rc_t check_rule(const struct eval_env *env, const json_t *input, json_t *result,
                       proof_t *proof, struct problem *problem)
{
    const pack_t *pack;
    const struct pack_gate *gate;
    struct gate_ruling r;
    const json_t *facts = json_object_get(input, "facts");
    rc_t rc = io_pack(env, input, &pack, problem);
    if (rc == RC_OK)
        rc = find_gate(pack, input, &gate, problem);
    if (rc == RC_OK)
        rc = check_facts(gate, facts, problem);
    if (rc == RC_OK)
        rc = io_readings_checked(pack, input, problem);
    if (rc != RC_OK)
        return rc;
    gate_rule(gate, facts, proof, &r);
    json_object_set_new(result, "open", json_boolean(r.open));
    io_set_texts(result, "missing", r.missing, r.missing_count);
    json_object_set_new(result, "returns_to",
                        r.returns_to ? json_integer(r.returns_to) : json_null());
    io_set_texts(result, "blocks", gate->blocks.rows, r.open ? 0 : gate->blocks.count);
    return RC_OK;
}

static const struct rule_row RULES[] = { { "gate.check", check_rule, true, CHECK_FACTS },
                                         RULES_END };

const struct kind GATE_KIND = {
    .name = "gate", .sections = SECTIONS, .check = check, .rules = RULES
};
