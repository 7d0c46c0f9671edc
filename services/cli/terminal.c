#include "terminal.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "parse.h"
#include "table_print.h"

/* Columns; the default is for pipes, which have none. Outside of the bounds it is a terminal's
 * mistake, or no width to print a table in. */
enum { COLUMNS_DEFAULT = 100, COLUMNS_LEAST = 40, COLUMNS_MOST = 400 };
enum { INDENT = 6 /* columns before the further lines of a message */ };

/* COLUMNS before the terminal, as in other programs: a person who sets it wants that width. What is
 * no number there is passed over. */
int terminal_columns(FILE *stream)
{
    struct winsize size;
    const char *said = getenv("COLUMNS");
    int64_t columns = 0;
    if (said && !parse_i64(said, &columns))
        columns = 0;
    if (columns <= 0 && ioctl(fileno(stream), TIOCGWINSZ, &size) == 0)
        columns = size.ws_col;
    if (columns <= 0)
        return COLUMNS_DEFAULT;
    if (columns < COLUMNS_LEAST)
        return COLUMNS_LEAST;
    return columns > COLUMNS_MOST ? COLUMNS_MOST : (int)columns;
}

void terminal_say(FILE *stream, const char *text)
{
    if (isatty(fileno(stream)) == 1)
        table_fill(stream, text, (size_t)terminal_columns(stream) - INDENT, INDENT);
    else
        fprintf(stream, "%s\n", text);
}
