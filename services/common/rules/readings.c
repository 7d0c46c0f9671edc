/* An override is checked by name and value before it is used: a misspelt reading must not
 * silently leave the default in force. */
#include "readings.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "pack.h"

/* An override of a name that the pack does not declare is passed over, since nothing in the pack
 * could have asked for it; readings_check refuses it before that. */
const char *reading_value(const struct pack *pack, const struct readings *overrides,
                          const char *name)
{
    const struct pack_reading *own = pack_reading(pack, name);
    for (size_t i = 0; own && overrides && i < overrides->count; i++)
        if (strcmp(overrides->rows[i].name, name) == 0)
            return overrides->rows[i].value;
    return own ? own->value : NULL;
}

/* Only the word "true" holds. An undeclared reading is false, which is how a switch that the pack
 * does not know has to behave (C5, C6 default to off). */
bool reading_is_true(const struct pack *pack, const struct readings *overrides, const char *name)
{
    const char *value = reading_value(pack, overrides, name);
    return value && strcmp(value, "true") == 0;
}

/* A reading without a list of values takes any. */
static bool allows(const struct pack_reading *reading, const char *value)
{
    for (size_t i = 0; i < reading->one_of.count; i++)
        if (strcmp(reading->one_of.rows[i], value) == 0)
            return true;
    return reading->one_of.count == 0;
}

/* Names the first wrong one as readings.NAME, so that a form can mark it. Overrides are looked at
 * in the caller's order. */
rc_t readings_check(const struct pack *pack, const struct readings *overrides,
                    struct problem *problem)
{
    for (size_t i = 0; overrides && i < overrides->count; i++) {
        const struct reading_choice *choice = &overrides->rows[i];
        char field[PROBLEM_FIELD_MAX];
        const struct pack_reading *own = pack_reading(pack, choice->name);
        snprintf(field, sizeof(field), "readings.%.64s", choice->name);
        if (!own)
            return problem_set(problem, RC_INVALID, field, "pack %s declares no reading \"%s\"",
                               pack->name, choice->name);
        if (!allows(own, choice->value))
            return problem_set(problem, RC_INVALID, field, "reading \"%s\" cannot be \"%s\"",
                               choice->name, choice->value);
    }
    return RC_OK;
}

/* A JSON value as the text a pack would hold; NULL for a type no reading has. */
static const char *value_text(const json_t *value, char *number, size_t size)
{
    json_type type = json_typeof(value);
    if (type == JSON_TRUE || type == JSON_FALSE)
        return type == JSON_TRUE ? "true" : "false";
    if (type != JSON_INTEGER)
        return json_string_value(value); /* NULL for what is no text either */
    snprintf(number, size, "%" PRId64, (int64_t)json_integer_value(value));
    return number;
}

/* Numbers and truth values become texts, because a pack holds readings as texts and they are
 * compared so. The buffer bounds both count and length; *ret_readings is written only when all of
 * them are allowed. */
rc_t readings_from_json(const struct pack *pack, const json_t *json, struct readings_buffer *buffer,
                        struct readings *ret_readings, struct problem *problem)
{
    struct readings readings = { buffer->rows, 0 };
    const char *key;
    json_t *value;
    bool absent = !json || json_typeof(json) == JSON_NULL;
    json_t *object = absent ? json_object() : json_incref((json_t *)(uintptr_t)json);
    rc_t rc =
        json_typeof(object) == JSON_OBJECT && json_object_size(object) <= READINGS_MAX
            ? RC_OK
            : problem_set(problem, RC_INVALID, "readings", "\"readings\" must be a small object");
    for (void *it = json_object_iter(object); it && rc == RC_OK;
         it = json_object_iter_next(object, it)) {
        size_t i = readings.count;
        key = json_object_iter_key(it);
        value = json_object_iter_value(it);
        const char *text = value_text(value, buffer->numbers[i], sizeof(buffer->numbers[i]));
        buffer->rows[readings.count++] = (struct reading_choice){ key, text };
        char field[PROBLEM_FIELD_MAX];
        snprintf(field, sizeof(field), "readings.%.64s", key);
        if (!text)
            rc = problem_set(problem, RC_INVALID, field, "reading \"%s\" has a value of no use",
                             key);
    }
    if (rc == RC_OK)
        rc = readings_check(pack, &readings, problem);
    json_decref(object);
    if (rc == RC_OK)
        *ret_readings = readings;
    return rc;
}
