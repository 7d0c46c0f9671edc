#include "leave.h"

#include <string.h>

#include "civil.h"

/* Fields are known to be texts: the scenario was checked whole. */
static const char *text_of(const json_t *row, const char *key)
{
    return json_string_value(json_object_get(row, key));
}

/* Dates of one form compare as texts, so that no row is parsed for every day it is asked about. */
const json_t *leave_row(const json_t *story, const char *person, int32_t day)
{
    char date[DATE_TEXT];
    size_t i;
    const json_t *row;
    civil_format_date(day, date);
    json_array_foreach(json_object_get(story, "leave"), i, row)
    {
        if (strcmp(text_of(row, "person"), person) == 0 && strcmp(text_of(row, "from"), date) <= 0 &&
            strcmp(date, text_of(row, "to")) <= 0)
            return row;
    }
    return NULL;
}

const char *leave_deputy(const json_t *story, const json_t *row, int32_t day)
{
    const char *deputy = text_of(row, "deputy");
    return deputy && !leave_row(story, deputy, day) ? deputy : NULL;
}

/* Managers and customers belong to no team: whether they are there holds no phase up. */
static bool is_engineer_of(const json_t *person, const char *team)
{
    const char *own = text_of(person, "team");
    return own && strcmp(own, team) == 0 && strcmp(text_of(person, "role"), "engineer") == 0;
}

bool leave_empties(const json_t *story, const char *team, int32_t day)
{
    size_t away = 0;
    size_t i;
    const json_t *person;
    json_array_foreach(json_object_get(story, "people"), i, person)
    {
        if (!is_engineer_of(person, team))
            continue;
        const json_t *row = leave_row(story, text_of(person, "name"), day);
        if (!row || leave_deputy(story, row, day))
            return false;
        away++;
    }
    return away > 0;
}
