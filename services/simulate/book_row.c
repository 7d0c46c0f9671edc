/* From a row of the outcome to the texts that a sheet's columns take. Values keep their meaning: what is null stays empty,
 * a number is written in full, an instant as the day and time of the contracts' zone, and a list in one line, so that a
 * reader of the book and one of the JSON see the same. */
#include "book_row.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

enum { CELL_SIZE = 40 /* bytes of one cell made of a number or an instant */ };

/* As a source's text; `out` has CELL_SIZE bytes and is used for numbers and instants. NULL for none. */
static const char *scalar_text(const json_t *value, enum column_type type, char *out)
{
    const char *text = json_string_value(value);
    if (json_is_boolean(value))
        return json_is_true(value) ? "t" : "f";
    if (json_is_integer(value)) {
        snprintf(out, CELL_SIZE, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        return out;
    }
    if (text && type == COL_INSTANT) { /* 2026-03-16T09:00:00+08:00, always of the contracts' zone */
        snprintf(out, CELL_SIZE, "%.10s %.8s", text, strlen(text) >= 19 ? text + 11 : "");
        return out;
    }
    return text;
}

/* Lists and objects become one line; owned, NULL for what is a single value. */
static char *joined(const json_t *value)
{
    if (json_is_object(value) && json_object_size(value) > 0)
        return json_dumps(value, JSON_SORT_KEYS | JSON_COMPACT | JSON_ENCODE_ANY);
    if (!json_is_array(value) || json_array_size(value) == 0)
        return NULL;
    char *text = NULL;
    size_t i, size = 1;
    const json_t *entry;
    json_array_foreach(value, i, entry)
        size += json_string_length(entry) + sizeof("；");
    text = mem_new(size);
    json_array_foreach(value, i, entry)
    {
        size_t at = strlen(text);
        snprintf(text + at, size - at, "%s%s", i ? "；" : "", json_is_string(entry) ? json_string_value(entry) : "");
    }
    return text;
}

/* Numbers and instants are made in place; what is joined lives as long as the row is written. */
rc_t book_row_put(const struct book_rows *self, const json_t *row, struct problem *problem)
{
    const char *cells[BOOK_CELLS_MAX];
    char numbers[BOOK_CELLS_MAX][CELL_SIZE];
    char *long_texts[BOOK_CELLS_MAX];
    size_t count = self->sheet->count;
    for (size_t i = 0; i < count; i++) {
        const struct column *column = &self->sheet->columns[i];
        const json_t *value = json_object_get(row, column->key);
        long_texts[i] = joined(value);
        cells[i] = long_texts[i] ? long_texts[i] : scalar_text(value, column->type, numbers[i]);
    }
    rc_t rc = sheet_writer_row(self->out, cells, problem);
    for (size_t i = 0; i < count; i++)
        free(long_texts[i]);
    return rc;
}
