/* Filtering, counting and adding up entries. It works on the entries' JSON alone, so every kind of
 * entry and every list answers in the same way. */
#include "query.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "jsonx.h"

enum {
    NUMBER_TEXT = 24, /* a 64-bit number as text */
    WHERE_TEXT = 80,  /* "where." and a field */
};

/* Jansson's iterators ask for a mutable object although they change nothing. */
static json_t *iterable(const json_t *object)
{
    return (json_t *)(uintptr_t)object;
}

/* ---- what fields are there ---- */

/* The first value that any entry has in a field; NULL when none has one. One value is enough to
 * know a field's type, since a column has one type in all rows. */
static const json_t *sample_of(const json_t *rows, const char *field)
{
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *value = json_object_get(json_array_get(rows, i), field);
        if (!jsonx_is_absent(value))
            return value;
    }
    return NULL;
}

/* A field nobody has is a misunderstanding, not an empty answer. `where` is the part of the
 * question that names it. */
static rc_t check_field(const struct query_ask *ask, const json_t *rows, const char *field,
                        const char *where, struct problem *problem)
{
    if (sample_of(rows, field) || query_has_field(ask->of, field))
        return RC_OK;
    return problem_set(problem, RC_INVALID, where, "a %s of pack %s has no field \"%s\"", ask->of,
                       ask->pack->name, field);
}

/* Whether two values can be equal: both truth values, numbers or texts. */
static bool same_type(const json_t *left, const json_t *right)
{
    if (jsonx_is_bool(left))
        return jsonx_is_bool(right);
    return json_typeof(left) == json_typeof(right);
}

/* A field that holds lists takes any scalar, which is then looked for among its members; a field
 * that is always null takes any as well. `where` serves as the field's name in both texts. */
static rc_t check_value(const json_t *sample, const json_t *value, const char *where,
                        struct problem *problem)
{
    bool scalar = jsonx_is_text(value) || jsonx_is_int(value) || jsonx_is_bool(value);
    if (scalar && (!sample || jsonx_is_list(sample) || same_type(sample, value)))
        return RC_OK;
    return problem_set(problem, RC_INVALID, where, "\"%s\" must be %s", where,
                       jsonx_is_int(sample)    ? "a whole number"
                       : jsonx_is_bool(sample) ? "true or false"
                                               : "text");
}

/* One field that is filtered by: a value of its type, or a list of such values. */
static rc_t check_filter(const struct query_ask *ask, const json_t *rows, const char *field,
                         const json_t *wanted, struct problem *problem)
{
    char where[WHERE_TEXT];
    const json_t *sample = sample_of(rows, field);
    snprintf(where, sizeof(where), "where.%.64s", field);
    rc_t rc = check_field(ask, rows, field, where, problem);
    if (rc == RC_OK && !jsonx_is_list(wanted))
        return check_value(sample, wanted, where, problem);
    for (size_t i = 0; i < json_array_size(wanted) && rc == RC_OK; i++)
        rc = check_value(sample, json_array_get(wanted, i), where, problem);
    return rc;
}

/* All filters are checked before one row is looked at, so that an error does not depend on which
 * rows there are. */
static rc_t check_where(const struct query_ask *ask, const json_t *rows, struct problem *problem)
{
    rc_t rc = RC_OK;
    json_t *where = iterable(ask->where);
    for (void *it = json_object_iter(where); it && rc == RC_OK;
         it = json_object_iter_next(where, it))
        rc = check_filter(ask, rows, json_object_iter_key(it), json_object_iter_value(it), problem);
    return rc;
}

/* ---- filtering ---- */

/* Equal, or another name for the same. */
static bool value_matches(const struct pack *pack, const json_t *have, const json_t *wanted)
{
    if (json_equal(have, wanted))
        return true;
    for (size_t i = 0; i < json_array_size(have); i++)
        if (json_equal(json_array_get(have, i), wanted))
            return true;
    return jsonx_is_text(have) && jsonx_is_text(wanted) &&
           query_is_alias(pack, json_string_value(wanted), json_string_value(have));
}

/* A list of wanted values means any of them, like 或 (C10); different fields of `where` mean all of
 * them. */
static bool field_matches(const struct pack *pack, const json_t *have, const json_t *wanted)
{
    if (!jsonx_is_list(wanted))
        return value_matches(pack, have, wanted);
    for (size_t i = 0; i < json_array_size(wanted); i++)
        if (value_matches(pack, have, json_array_get(wanted, i)))
            return true;
    return false;
}

/* Every filter must hold; an entry without the field matches none of the values, for null equals no
 * text. */
static bool row_matches(const struct query_ask *ask, const json_t *row)
{
    json_t *where = iterable(ask->where);
    for (void *it = json_object_iter(where); it; it = json_object_iter_next(where, it))
        if (!field_matches(ask->pack, json_object_get(row, json_object_iter_key(it)),
                           json_object_iter_value(it)))
            return false;
    return true;
}

/* References and no copies: entries are not changed after they are made, and the list keeps them
 * alive. */
static json_t *filtered(const struct query_ask *ask, const json_t *rows)
{
    json_t *list = json_array();
    for (size_t i = 0; i < json_array_size(rows); i++)
        if (row_matches(ask, json_array_get(rows, i)))
            json_array_append(list, json_array_get(rows, i));
    return list;
}

/* ---- adding up ---- */

/* What one entry adds: 1 to a count, its number to a sum. */
static int64_t share_of(const struct query_ask *ask, const json_t *row)
{
    return ask->sum ? json_integer_value(json_object_get(row, ask->sum)) : 1;
}

/* Add to a figure; refused where it would leave 64 bits. */
static rc_t add_up(const struct query_ask *ask, const json_t *row, int64_t *total,
                   struct problem *problem)
{
    if (__builtin_add_overflow(*total, share_of(ask, row), total))
        return problem_set(problem, RC_INVALID, "sum", "the sum of \"%s\" is out of range",
                           ask->sum);
    return RC_OK;
}

/* Written also on overflow, when the caller throws it away. Whole numbers only, so no rounding can
 * creep into a sum. */
static rc_t total_of(const struct query_ask *ask, const json_t *list, int64_t *ret_total,
                     struct problem *problem)
{
    int64_t total = 0;
    rc_t rc = RC_OK;
    for (size_t i = 0; i < json_array_size(list) && rc == RC_OK; i++)
        rc = add_up(ask, json_array_get(list, i), &total, problem);
    *ret_total = total;
    return rc;
}

/* The name of a group: a value as text. `number` is the caller's buffer and must live as long as
 * the name. */
static const char *group_name(const json_t *value, char number[NUMBER_TEXT])
{
    if (jsonx_is_text(value))
        return json_string_value(value);
    if (jsonx_is_bool(value))
        return json_typeof(value) == JSON_TRUE ? "true" : "false";
    snprintf(number, NUMBER_TEXT, "%" PRId64, (int64_t)json_integer_value(value));
    return number;
}

/* An entry that leaves the field out is in no group. */
static rc_t add_to_group(const struct query_ask *ask, const json_t *row, json_t *groups,
                         struct problem *problem)
{
    char number[NUMBER_TEXT];
    const json_t *value = json_object_get(row, ask->by);
    if (jsonx_is_absent(value))
        return RC_OK;
    const char *name = group_name(value, number);
    int64_t total = json_integer_value(json_object_get(groups, name));
    rc_t rc = add_up(ask, row, &total, problem);
    if (rc == RC_OK)
        json_object_set_new(groups, name, json_integer(total));
    return rc;
}

/* Groups come in the order in which their first entry stands; a group exists only when some entry
 * is in it. */
static rc_t groups_of(const struct query_ask *ask, const json_t *list, json_t *groups,
                      struct problem *problem)
{
    rc_t rc = RC_OK;
    for (size_t i = 0; i < json_array_size(list) && rc == RC_OK; i++)
        rc = add_to_group(ask, json_array_get(list, i), groups, problem);
    return rc;
}

/* Only numbers add up, and a list is no group. */
static rc_t check_figures(const struct query_ask *ask, const json_t *rows, struct problem *problem)
{
    rc_t rc = ask->sum ? check_field(ask, rows, ask->sum, "sum", problem) : RC_OK;
    if (rc == RC_OK && ask->by)
        rc = check_field(ask, rows, ask->by, "by", problem);
    if (rc != RC_OK)
        return rc;
    if (ask->sum && json_array_size(rows) > 0 && !jsonx_is_int(sample_of(rows, ask->sum)))
        return problem_set(problem, RC_INVALID, "sum", "\"%s\" holds no numbers", ask->sum);
    if (ask->by && jsonx_is_list(sample_of(rows, ask->by)))
        return problem_set(problem, RC_INVALID, "by", "\"%s\" holds lists", ask->by);
    return RC_OK;
}

/* All figures before any is set. */
static rc_t answer(const struct query_ask *ask, json_t *list, json_t *result,
                   struct problem *problem)
{
    int64_t total = 0;
    json_t *groups = json_object();
    rc_t rc = total_of(ask, list, &total, problem);
    if (rc == RC_OK && ask->by)
        rc = groups_of(ask, list, groups, problem);
    if (rc == RC_OK) {
        json_object_set_new(result, "count", json_integer((json_int_t)json_array_size(list)));
        json_object_set_new(result, "sum", ask->sum ? json_integer(total) : json_null());
        json_object_set(result, "groups", ask->by ? groups : json_null());
        json_object_set(result, "list", list);
    }
    json_decref(groups);
    return rc;
}

/* Rows are made afresh for each question: a pack is small, and nothing has to be kept in step with
 * it. */
rc_t query_rule(const struct query_ask *ask, json_t *result, struct problem *problem)
{
    json_t *rows = query_rows(ask->pack, ask->of);
    if (!rows)
        return problem_set(problem, RC_INVALID, "of", "pack %s has nothing called \"%s\"",
                           ask->pack->name, ask->of);
    rc_t rc = check_where(ask, rows, problem);
    if (rc == RC_OK)
        rc = check_figures(ask, rows, problem);
    if (rc == RC_OK) {
        json_t *list = filtered(ask, rows);
        rc = answer(ask, list, result, problem);
        json_decref(list);
    }
    json_decref(rows);
    return rc;
}
