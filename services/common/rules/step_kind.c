/* Kind "step": section `steps`, rule step.progress. The pack has the steps of its services, the
 * question brings those that are open, and the answer counts. */
#include <stdio.h>
#include <string.h>

#include "ceilings.h"
#include "jsonx.h"
#include "memory.h"
#include "pack_reader.h"
#include "rule_io.h"
#include "step.h"

#define FIELD(key, member, read, need)                                                             \
    {                                                                                              \
        key, read, offsetof(struct pack_step, member), need                                        \
    }

/* {clause: …, service: B, step: …, important: true, items: [...]} */
static const struct field FIELDS[] = {
    FIELD("clause", clause, read_text, FIELD_REQUIRED),
    FIELD("service", service, read_text, FIELD_REQUIRED),
    FIELD("step", step, read_text, FIELD_REQUIRED),
    FIELD("important", important, read_bool, FIELD_OPTIONAL),
    FIELD("items", items, read_texts, FIELD_OPTIONAL),
};
static const struct row_shape SHAPE = ROW_SHAPE("step", FIELDS, struct pack_step);

/* In the document's order, in which the open ones are told. */
static rc_t read_steps(struct pack_reader *reader, const struct yaml_node *node, void *out)
{
    return reader_rows(reader, node, &SHAPE, out);
}

/* A service has each of its steps once; different services may have steps of the same name. */
static rc_t check(struct pack_reader *reader, struct pack *pack)
{
    rc_t rc = reader_unique(reader, &SHAPE, &pack->steps, offsetof(struct pack_step, clause));
    for (size_t i = 0; i < pack->steps.count; i++)
        for (size_t k = 0; k < i && rc == RC_OK; k++)
            if (strcmp(pack->steps.rows[i].service, pack->steps.rows[k].service) == 0 &&
                strcmp(pack->steps.rows[i].step, pack->steps.rows[k].step) == 0)
                rc = reader_refuse(reader, &pack->steps.rows[i].at,
                                   "service %s has another step \"%s\"",
                                   pack->steps.rows[i].service, pack->steps.rows[i].step);
    return rc;
}

static const struct field SECTIONS[] = {
    { "steps", read_steps, offsetof(struct pack, steps), FIELD_OPTIONAL },
    SECTIONS_END,
};

/* ---- step.progress ---- */

/* `open` is required though it may be empty: a question without it would be answered as if all were
 * done. */
static const struct fact_row PROGRESS_FACTS[] = { { "pack", FACT_TEXT, true },
                                                  { "open", FACT_LIST, true },
                                                  { "readings", FACT_MAP, false },
                                                  FACTS_END };

/* One open step, which must be one of the pack's. */
static rc_t take_step(const pack_t *pack, const json_t *json, bool *is_open,
                      struct problem *problem)
{
    static const char *const KNOWN[] = { "service", "step", NULL };
    const char *service;
    const char *name;
    if (!jsonx_is_object(json))
        return problem_set(problem, RC_INVALID, NULL,
                           "a step must be an object with service and step");
    rc_t rc = jsonx_only(json, KNOWN, problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(json, "service", JSON_REQUIRED, MAX_NAME_FIELD, &service, problem);
    if (rc == RC_OK)
        rc = jsonx_text_field(json, "step", JSON_REQUIRED, MAX_NAME_FIELD, &name, problem);
    if (rc != RC_OK)
        return rc;
    int64_t index = step_index(pack, service, name);
    if (index < 0)
        return problem_set(problem, RC_INVALID, "step", "service %s has no step \"%s\"", service,
                           name);
    is_open[index] = true;
    return RC_OK;
}

/* Open steps are given and not done ones: what is left is what the people on site know. */
static rc_t take_steps(const pack_t *pack, const json_t *list, bool *is_open,
                       struct problem *problem)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        struct problem why = { .rc = RC_OK };
        char index[32];
        char path[IO_PATH_MAX];
        rc_t rc = take_step(pack, json_array_get(list, i), is_open, &why);
        snprintf(index, sizeof(index), "open[%zu]", i);
        io_path(path, index, why.field);
        if (rc != RC_OK)
            return problem_set(problem, rc, path, "%s", why.text);
    }
    return RC_OK;
}

/* done, total and percent; without a step there is no percentage (C12). */
static void write_count(const struct step_count *count, json_t *object)
{
    json_object_set_new(object, "done", json_integer(count->done));
    json_object_set_new(object, "total", json_integer(count->total));
    json_object_set_new(object, "percent", io_percent(count->done, count->total));
}

/* Important ones first, then in the document's order. */
static json_t *open_json(const pack_t *pack, const bool *is_open)
{
    json_t *list = json_array();
    for (int important = 1; important >= 0; important--)
        for (size_t i = 0; i < pack->steps.count; i++)
            if (is_open[i] && pack->steps.rows[i].important == (important == 1))
                json_array_append_new(
                    list, json_pack("{s:s, s:s, s:b}", "service", pack->steps.rows[i].service,
                                    "step", pack->steps.rows[i].step, "important", important));
    return list;
}

/* No proof: the count follows from the list in the question. The flags live only as long as the
 * answer is written. */
static rc_t progress_rule(const struct eval_env *env, const json_t *input, json_t *result,
                          proof_t *proof, struct problem *problem)
{
    const pack_t *pack;
    (void)proof;
    rc_t rc = io_pack(env, input, &pack, problem);
    if (rc == RC_OK)
        rc = io_readings_checked(pack, input, problem);
    if (rc == RC_OK && pack->steps.count == 0)
        rc = problem_set(problem, RC_INVALID, "pack", "pack %s lists no steps", pack->name);
    if (rc != RC_OK)
        return rc;
    bool *is_open = mem_array(pack->steps.count, sizeof(*is_open));
    rc = take_steps(pack, json_object_get(input, "open"), is_open, problem);
    if (rc == RC_OK) {
        struct step_progress progress = step_progress(pack, is_open);
        json_t *important = json_object();
        write_count(&progress.all, result);
        write_count(&progress.important, important);
        json_object_set_new(result, "important", important);
        json_object_set_new(result, "open", open_json(pack, is_open));
    }
    mem_free(is_open);
    return rc;
}

static const struct rule_row RULES[] = { { "step.progress", progress_rule, false, PROGRESS_FACTS },
                                         RULES_END };

const struct kind STEP_KIND = {
    .name = "step", .sections = SECTIONS, .check = check, .rules = RULES
};
