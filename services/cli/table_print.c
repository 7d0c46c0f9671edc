/* Tables for a terminal with Chinese text: widths are columns, not bytes or characters (textw.h).
 * What does not fit is cut in text columns only; numbers, dates and codes stay whole, for a cut
 * number is a wrong one. */
#include "table_print.h"

#include <inttypes.h>
#include <string.h>

#include "attr.h"
#include "code_words.h"
#include "textw.h"

/* Columns between cells, and the least a shortened cell keeps; bytes of a sum of money. */
enum { GAP = 2, LEAST_WIDTH = 4, YUAN_TEXT = 40 };
/* Bytes of "2026-06-15" and of "2026-06-15T09:00". */
enum { DATE_LEN = 10, MINUTE_LEN = 16 };

/* A name longer than any of ours is not there. */
const json_t *table_at(const json_t *object, const char *path)
{
    char key[64];
    while (object && *path) {
        size_t len = strcspn(path, ".");
        if (len >= sizeof(key))
            return NULL;
        memcpy(key, path, len);
        key[len] = '\0';
        object = json_object_get(object, key);
        path += len + (path[len] == '.');
    }
    return object;
}

/* The sign is handled apart and the rest unsigned, so that the smallest number has a text as
 * well. */
const char *table_yuan(long long fen, char *out)
{
    char digits[24];
    unsigned long long rest = fen < 0 ? 0ULL - (unsigned long long)fen : (unsigned long long)fen;
    int n = snprintf(digits, sizeof(digits), "%llu", rest / 100);
    size_t at = 0;
    if (fen < 0)
        out[at++] = '-';
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            out[at++] = ',';
        out[at++] = digits[i];
    }
    snprintf(out + at, YUAN_TEXT - at, ".%02u", (unsigned)(rest % 100));
    return out;
}

/* Other kinds (objects, reals) have no cell: the services send none in a column that is shown. A
 * text cut at the cell's end must not end inside a character. */
static void plain_cell(const json_t *value, char *out)
{
    if (json_is_string(value))
        snprintf(out, TABLE_CELL_MAX, "%s", json_string_value(value));
    else if (json_is_integer(value))
        snprintf(out, TABLE_CELL_MAX, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else if (json_is_boolean(value))
        snprintf(out, TABLE_CELL_MAX, "%s", json_is_true(value) ? "✓" : "");
    else if (json_is_array(value))
        snprintf(out, TABLE_CELL_MAX, "%zu", json_array_size(value));
    text_trim_partial(out);
}

/* What is absent or null is an empty cell and not a word. A date is the first ten bytes of an
 * instant; fen become yuan here and nowhere earlier, so that JSON output keeps whole numbers. */
const char *table_cell(const json_t *row, const struct table_column *column, enum lang lang,
                       char *out)
{
    const json_t *value = table_at(row, column->path);
    out[0] = '\0';
    if (!value || json_is_null(value))
        return out;
    plain_cell(value, out);
    if (column->kind == CELL_YUAN && json_is_integer(value))
        table_yuan(json_integer_value(value), out);
    if (column->kind == CELL_WORD && json_is_string(value))
        snprintf(out, TABLE_CELL_MAX, "%s", code_word(json_string_value(value), lang));
    if (column->kind == CELL_DATE && strlen(out) > DATE_LEN)
        out[DATE_LEN] = '\0';
    if (column->kind == CELL_MINUTE && strlen(out) > MINUTE_LEN) {
        out[MINUTE_LEN] = '\0';
        out[DATE_LEN] = ' ';
    }
    return out;
}

/* Numbers stand under each other by their last digit. */
static int is_right(enum cell_kind kind)
{
    return kind == CELL_INT || kind == CELL_YUAN || kind == CELL_COUNT;
}

/* Walks by character, since a Chinese one takes two columns and three bytes; one that would take
 * the last column by half is left out and its place padded. */
void table_put(FILE *out, const char *text, size_t width, int right)
{
    char cut[TABLE_CELL_MAX + 8];
    size_t len = 0;
    size_t shown = 0;
    size_t all = text_width(text);
    size_t room = all > width ? width - 1 : width;
    for (const char *at = text; *at;) {
        const char *from = at;
        char one[8] = "";
        (void)text_next(&at);
        memcpy(one, from, (size_t)(at - from));
        size_t w = text_width(one);
        if (shown + w > room || len + sizeof(one) > TABLE_CELL_MAX)
            break;
        memcpy(cut + len, from, (size_t)(at - from));
        len += (size_t)(at - from);
        shown += w;
    }
    cut[len] = '\0';
    if (all > width) {
        strncat(cut, "…", sizeof(cut) - len - 1);
        shown++;
    }
    int pad = (int)(width > shown ? width - shown : 0);
    fprintf(out, "%*s%s%*s", right ? pad : 0, "", cut, right ? 0 : pad, "");
}

/* Ends at the row without a path, or at the bound, whatever comes first. */
static size_t count_columns(const struct table_column *columns)
{
    size_t n = 0;
    while (n < TABLE_COLUMNS_MAX && columns[n].path)
        n++;
    return n;
}

/* The table's own words. */
static const char *heading(const struct table_column *column, enum lang lang)
{
    return tr(lang, column->zh, column->en);
}

/* Natural widths: the widest of heading and cells. Returns the whole line's, gaps included. */
static size_t measure(const struct table_column *columns, size_t n, const json_t *rows,
                      struct table_style style, size_t *widths)
{
    char cell[TABLE_CELL_MAX];
    size_t total = n > 0 ? (n - 1) * GAP : 0;
    for (size_t c = 0; c < n; c++) {
        size_t i;
        const json_t *row;
        widths[c] = text_width(heading(&columns[c], style.lang));
        json_array_foreach(rows, i, row)
        {
            size_t w = text_width(table_cell(row, &columns[c], style.lang, cell));
            widths[c] = w > widths[c] ? w : widths[c];
        }
        total += widths[c];
    }
    return total;
}

/* Take columns off the widest text cell until the line fits or nothing can give way. Numbers and
 * dates never do: a cut number is a wrong number. */
static void shrink(const struct table_column *columns, size_t n, size_t total, size_t room,
                   size_t *widths)
{
    while (total > room) {
        size_t widest = n;
        for (size_t c = 0; c < n; c++)
            if (columns[c].kind == CELL_TEXT && widths[c] > LEAST_WIDTH &&
                (widest == n || widths[c] > widths[widest]))
                widest = c;
        if (widest == n)
            return;
        widths[widest]--;
        total--;
    }
}

/* `row` NULL is the line of headings. A last column on the left is not padded: trailing blanks
 * wrap on a narrow terminal. */
static void print_line(FILE *out, const struct table_column *columns, size_t n, const json_t *row,
                       struct table_style style, const size_t *widths)
{
    char cell[TABLE_CELL_MAX];
    for (size_t c = 0; c < n; c++) {
        const char *text =
            row ? table_cell(row, &columns[c], style.lang, cell) : heading(&columns[c], style.lang);
        bool last_left = c + 1 == n && !is_right(columns[c].kind);
        size_t width = last_left && text_width(text) < widths[c] ? text_width(text) : widths[c];
        table_put(out, text, width, is_right(columns[c].kind));
        fputs(c + 1 < n ? "  " : "\n", out);
    }
}

/* Two passes: widths need every cell. What does not fit is cut in text columns only, down to
 * LEAST_WIDTH; then the line is longer than the terminal. */
void table_print(FILE *out, const struct table_column *columns, const json_t *rows,
                 struct table_style style)
{
    size_t widths[TABLE_COLUMNS_MAX];
    size_t n = count_columns(columns);
    size_t total = measure(columns, n, rows, style, widths);
    size_t i;
    const json_t *row;
    shrink(columns, n, total, (size_t)style.columns, widths);
    print_line(out, columns, n, NULL, style, widths);
    json_array_foreach(rows, i, row) print_line(out, columns, n, row, style, widths);
}

/* One line a column, without cutting: a single object is read, not scanned. Empty cells are left
 * out with their heading. */
void table_print_object(FILE *out, const struct table_column *columns, const json_t *object,
                        struct table_style style)
{
    char cell[TABLE_CELL_MAX];
    size_t width = 0;
    size_t n = count_columns(columns);
    for (size_t c = 0; c < n; c++) {
        size_t w = text_width(heading(&columns[c], style.lang));
        width = w > width ? w : width;
    }
    for (size_t c = 0; c < n; c++) {
        if (*table_cell(object, &columns[c], style.lang, cell) == '\0')
            continue;
        table_put(out, heading(&columns[c], style.lang), width, 0);
        fprintf(out, "  %s\n", cell);
    }
}

/* Marks that no line begins with, and such that none ends with. */
static const char CLOSING[] = "，。；：、！？）”’》】…,.;:!?)%";
static const char OPENING[] = "（“‘《【(";

/* Whether a line may end between two characters: not inside a word of ASCII, such as a date, a sum
 * or a clause. */
static bool may_break(const char *before, const char *after)
{
    if (*before == ' ' || *after == ' ')
        return true;
    if ((unsigned char)*before < 0x80 && (unsigned char)*after < 0x80)
        return false;
    return !strstr(CLOSING, after) && !strstr(OPENING, before);
}

/* Bytes of `text` that go into a line of `width` columns; at least one character, and a longer word
 * than the line is broken all the same. */
static size_t fitting(const char *text, size_t width)
{
    char one[8] = "";
    char before[8];
    const char *at = text;
    const char *end = text; /* the last place where the line may end */
    size_t shown = 0;
    while (*at) {
        const char *from = at;
        memcpy(before, one, sizeof(one));
        memset(one, 0, sizeof(one));
        (void)text_next(&at);
        memcpy(one, from, (size_t)(at - from));
        if (from != text && may_break(before, one))
            end = from;
        shown += text_width(one);
        if (shown > width && from != text)
            return (size_t)((end != text ? end : from) - text);
    }
    return (size_t)(at - text);
}

/* A paragraph: further lines are indented, blanks at a line's end are dropped. */
void table_fill(FILE *out, const char *text, size_t width, size_t indent)
{
    while (*text) {
        size_t n = fitting(text, width);
        size_t kept = n;
        while (kept > 1 && text[kept - 1] == ' ')
            kept--;
        fprintf(out, "%.*s\n", (int)kept, text);
        text += n + strspn(text + n, " ");
        if (*text)
            fprintf(out, "%*s", (int)indent, "");
    }
}
