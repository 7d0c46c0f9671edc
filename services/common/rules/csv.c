#include "csv.h"

#include <string.h>

#include "textw.h"

/* The field of the problem is the file, since a table has no fields that a person typed. */
rc_t csv_refuse(struct problem *problem, const struct csv_source *source, const struct csv_row *row,
                const char *what)
{
    return problem_set(problem, RC_INVALID, source->name, "%s:%zu: %s", source->name, row->line,
                       what);
}

/* Split in place; false when there are more fields than a row may have. */
static bool split(char *text, struct csv_row *row)
{
    row->count = 0;
    for (char *comma; text; text = comma) {
        if (row->count == CSV_FIELDS_MAX)
            return false;
        comma = strchr(text, ',');
        if (comma)
            *comma++ = '\0';
        row->fields[row->count++] = text;
    }
    return true;
}

/* The header is the program's own, so nothing about it needs checking. */
static size_t fields_of(const char *header)
{
    size_t count = 1;
    for (const char *c = header; *c; c++)
        count += *c == ',';
    return count;
}

/* One line, without its end. */
static rc_t take_line(const struct csv_source *source, char *text, struct csv_row *row,
                      struct problem *problem)
{
    size_t len = strlen(text);
    if (!text_is_utf8(text, len) || text_has_control(text))
        return csv_refuse(problem, source, row, "must be UTF-8 text");
    if (row->line == 1)
        return strcmp(text, source->header) == 0
                   ? RC_OK
                   : csv_refuse(problem, source, row, "must be the table's header");
    if (!split(text, row) || row->count != fields_of(source->header))
        return csv_refuse(problem, source, row, "must have as many fields as the header");
    return RC_OK;
}

/* Through one buffer, so a table of any length costs CSV_LINE_BYTES. Empty lines are passed over
 * but counted: line numbers are those of an editor. The first line is the header even when it is
 * empty. */
rc_t csv_read(const struct csv_source *source, csv_row_fn *fn, void *arg, struct problem *problem)
{
    const char *at = source->bytes;
    const char *end = at + source->len;
    struct csv_row row = { .line = 0 };
    rc_t rc = RC_OK;
    while (at < end && rc == RC_OK) {
        char text[CSV_LINE_BYTES];
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t len = (size_t)((stop ? stop : end) - at);
        row.line++;
        if (len >= sizeof(text) || memchr(at, '\0', len))
            return csv_refuse(problem, source, &row, "is too long or binary");
        memcpy(text, at, len);
        text[len > 0 && text[len - 1] == '\r' ? len - 1 : len] = '\0';
        at = stop ? stop + 1 : end;
        if (text[0] == '\0' && row.line > 1)
            continue;
        rc = take_line(source, text, &row, problem);
        if (rc == RC_OK && row.line > 1)
            rc = fn(arg, &row, problem);
    }
    if (rc == RC_OK && row.line == 0)
        rc = problem_set(problem, RC_INVALID, source->name, "%s is empty", source->name);
    return rc;
}
