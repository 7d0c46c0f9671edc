/* Kind "step": section `steps`. */
#include <string.h>

#include "pack_reader.h"
#include "rule_io.h"

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

const struct kind STEP_KIND = { .name = "step", .sections = SECTIONS, .check = check };
