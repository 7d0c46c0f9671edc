#include "route_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ceilings.h"
#include "memory.h"

enum { README_MAX = 1 << 20, ROW_MAX = 512 };

static char *read_whole(const char *path)
{
    FILE *file = fopen(path, "re");
    if (!file)
        fail_msg("could not open %s", path);
    char *text = mem_new(README_MAX);
    size_t len = fread(text, 1, README_MAX - 1, file);
    fclose(file);
    assert_true(len > 0);
    return text;
}

static void check_row(const struct service_route *row)
{
    if (strlen(row->op) > MAX_OP_NAME || !strchr(row->op, '.'))
        fail_msg("%s: must be noun.verb", row->op);
    if (row->callers == 0 || (row->callers & ~(uint32_t)CALLER_ANY) != 0)
        fail_msg("%s: callers", row->op);
    if (row->max_args == 0 || row->max_args > MAX_REQUEST_BYTES)
        fail_msg("%s: ceiling", row->op);
    if (!row->fn || !row->help || !*row->help)
        fail_msg("%s: handler or help", row->op);
}

/* Rows of the README's table of operations: lines that begin with "| `noun.verb` | " and no file
 * name. */
static size_t documented_rows(const char *text)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, "\n| `")) != NULL; at++) {
        const char *name = at + strlen("\n| `");
        const char *end = name + strspn(name, "abcdefghijklmnopqrstuvwxyz_.");
        bool is_op = strncmp(end, "` | ", 4) == 0 && memchr(name, '.', (size_t)(end - name));
        count += is_op && strncmp(end - 2, ".c", 2) != 0;
    }
    return count;
}

void route_check(const struct service_def *def, const char *readme)
{
    char *text = read_whole(readme);
    for (size_t i = 0; i < def->route_count; i++) {
        const struct service_route *row = &def->routes[i];
        char line[ROW_MAX];
        check_row(row);
        if (i > 0 && strcmp(def->routes[i - 1].op, row->op) >= 0)
            fail_msg("%s: not in order", row->op);
        snprintf(line, sizeof(line), "\n| `%s` | %s| %s |", row->op,
                 row->tx == PG_WRITE ? "W " : "", row->help);
        if (!strstr(text, line))
            fail_msg("%s: %s has no line%s", row->op, readme, line);
    }
    assert_int_equal(documented_rows(text), def->route_count);
    mem_free(text);
}
