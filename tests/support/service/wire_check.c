#include "wire_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "memory.h"

enum { FILL = 0x5a };

json_t *wire_args(const char *text)
{
    json_error_t why;
    char *copy = mem_dup(text);
    for (char *at = copy; (at = strchr(at, '\'')) != NULL; at++)
        *at = '"';
    json_t *args = json_loads(copy, 0, &why);
    if (!args)
        fail_msg("%s: %s", text, why.text);
    mem_free(copy);
    return args;
}

static void check_row(wire_read_fn *read, size_t size, const struct wire_row *row)
{
    struct problem problem = { .rc = RC_OK };
    unsigned char *member = mem_new(size);
    json_t *args = wire_args(row->args);
    memset(member, FILL, size);
    rc_t rc = read(args, member, &problem);
    if (rc != row->rc || problem.rc != rc || strcmp(problem.field, row->field) != 0 ||
        !*problem.text)
        fail_msg("%s: %s, field \"%s\": %s", row->args, rc_word(rc), problem.field, problem.text);
    for (size_t i = 0; i < size; i++)
        if (member[i] != FILL)
            fail_msg("%s: byte %zu of the struct was changed", row->args, i);
    json_decref(args);
    mem_free(member);
}

void wire_check_refused(wire_read_fn *read, size_t size, const struct wire_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_row(read, size, &rows[i]);
}
