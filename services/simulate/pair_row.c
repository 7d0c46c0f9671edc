/* Two rows as one for a sheet: fields of A, fields of B, and the difference B - A, of dates in days. A row that only one play
 * has says so in a column of its own. */
#include "pair_row.h"

#include <stdio.h>
#include <string.h>

#include "civil.h"

/* Bytes of a field's name with its side before it. */
enum { KEY_SIZE = 64 };

/* Values are taken; one that is not there leaves no field. */
static void set_side(json_t *row, const char *side, const char *field, json_t *value)
{
    char key[KEY_SIZE];
    snprintf(key, sizeof(key), "%s_%s", side, field);
    if (value)
        json_object_set_new(row, key, value);
}

/* The day of a date, or of an instant in the zone it is written in; both are the contracts'. */
static bool day_of(const json_t *value, int32_t *ret_day)
{
    char date[DATE_TEXT];
    const char *text = json_string_value(value);
    if (!text || strlen(text) < sizeof(date) - 1)
        return false;
    snprintf(date, sizeof(date), "%.10s", text);
    return civil_parse_date(date, ret_day);
}

/* NULL for what has no difference: words, truths, a date that only one of them has. Nothing is as good as 0 where
 * whole numbers are counted: a penalty that only one play knows is all the difference. */
static json_t *moved(const json_t *first, const json_t *against)
{
    int32_t from, to;
    if (json_is_integer(first) || json_is_integer(against))
        return json_integer(json_integer_value(against) - json_integer_value(first));
    return day_of(first, &from) && day_of(against, &to) ? json_integer(to - from) : NULL;
}

static void set_field(json_t *row, const struct row_pair *pair, const char *field)
{
    json_t *first = json_object_get(pair->first, field);
    json_t *against = json_object_get(pair->against, field);
    set_side(row, "first", field, json_incref(first));
    set_side(row, "against", field, json_incref(against));
    set_side(row, "moved", field, moved(first, against));
}

/* What names the pair stands in the difference beside its two sides. */
static json_t *head_of(const struct row_pair *pair)
{
    json_t *row = json_copy((json_t *)(uintptr_t)pair->difference);
    json_object_del(row, "first");
    json_object_del(row, "against");
    return row;
}

json_t *pair_row(const struct row_pair *pair)
{
    json_t *row = head_of(pair);
    json_t *heads = json_copy(row);
    const json_t *const SIDES[] = { pair->first, pair->against };
    for (size_t i = 0; i < 2; i++) {
        const char *field;
        json_t *value;
        json_object_foreach((json_t *)(uintptr_t)SIDES[i], field, value)
        {
            if (!json_object_get(heads, field))
                set_field(row, pair, field);
        }
    }
    json_object_set_new(row, "side", json_string(!pair->against ? "first" : !pair->first ? "against" : "both"));
    json_decref(heads);
    return row;
}

/* Counts by state are objects and have no column. */
json_t *pair_totals(const json_t *totals)
{
    json_t *first = json_copy(json_object_get(totals, "first"));
    json_t *against = json_copy(json_object_get(totals, "against"));
    json_t *change = json_object();
    const char *field;
    json_t *value;
    json_object_foreach(against, field, value)
    {
        if (json_is_integer(value))
            json_object_set_new(change, field, moved(json_object_get(first, field), value));
    }
    json_object_set_new(first, "side", json_string("first"));
    json_object_set_new(against, "side", json_string("against"));
    json_object_set_new(change, "side", json_string("moved"));
    return json_pack("[o, o, o]", first, against, change);
}
