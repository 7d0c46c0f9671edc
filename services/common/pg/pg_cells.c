/* Cells of results, as the session's settings make them: UTC, ISO dates, UTF-8. */
#include <stdio.h>
#include <string.h>

#include "civil.h"
#include "parse.h"
#include "pg_query.h"

/* Borrowed from the result; "" and null stay different. */
const char *pg_cell_text(const PGresult *rows, int row, int col)
{
    return PQgetisnull(rows, row, col) ? NULL : PQgetvalue(rows, row, col);
}

int64_t pg_cell_i64(const PGresult *rows, int row, int col)
{
    int64_t value = 0;
    const char *text = pg_cell_text(rows, row, col);
    return text && parse_i64(text, &value) ? value : 0;
}

/* Null is false: a join that found nothing says no. */
bool pg_cell_bool(const PGresult *rows, int row, int col)
{
    const char *text = pg_cell_text(rows, row, col);
    return text && *text == 't';
}

/* A day outside the range of civil.h reads as none; the columns have checks that keep it out. */
int32_t pg_cell_day(const PGresult *rows, int row, int col)
{
    int32_t day = INT32_MIN;
    const char *text = pg_cell_text(rows, row, col);
    return text && civil_parse_date(text, &day) ? day : INT32_MIN;
}

/* The server writes "2026-06-15 01:00:00.5+00"; RFC 3339 wants a T and a Z. */
int64_t pg_cell_instant(const PGresult *rows, int row, int col)
{
    char rfc[INSTANT_TEXT];
    int64_t us = INT64_MIN;
    const char *text = pg_cell_text(rows, row, col);
    size_t len = text ? strlen(text) : 0;
    if (len < 4 || len >= sizeof(rfc) || strcmp(text + len - 3, "+00") != 0)
        return INT64_MIN;
    snprintf(rfc, sizeof(rfc), "%.*sZ", (int)(len - 3), text);
    if (rfc[10] == ' ')
        rfc[10] = 'T';
    return civil_parse_instant(rfc, &us) ? us : INT64_MIN;
}

/* A column of type json is valid by itself, so a text that does not read comes out as NULL, like
 * null. */
json_t *pg_cell_json(const PGresult *rows, int row, int col)
{
    if (PQgetisnull(rows, row, col))
        return NULL;
    return json_loadb(PQgetvalue(rows, row, col), (size_t)PQgetlength(rows, row, col),
                      JSON_DECODE_ANY, NULL);
}
