#include "page.h"

#include <stdio.h>
#include <string.h>

#include "ceilings.h"
#include "jsonx.h"
#include "parse.h"

/* Refused before it is parsed when longer: it comes from outside. */
enum { CURSOR_MAX = 41 /* two numbers of 20 characters and a dot */ };

/* The numbers of a cursor; false unless there are exactly `keys` of them. */
static bool cursor_keys(const char *cursor, int keys, int64_t *ret_keys)
{
    char text[CURSOR_MAX + 1];
    snprintf(text, sizeof(text), "%s", cursor);
    char *dot = strchr(text, '.');
    if ((dot != NULL) != (keys == 2))
        return false;
    if (dot)
        *dot = '\0';
    return parse_i64(text, &ret_keys[0]) && (!dot || parse_i64(dot + 1, &ret_keys[1]));
}

/* By the last row's keys and not by an offset: rows that come or go between two pages neither
 * repeat nor hide others. */
rc_t page_read(const json_t *args, int keys, int64_t start, struct page *ret_page,
               struct problem *problem)
{
    struct page page = {
        .key = {start, start},
          .limit = DEFAULT_LIST_LIMIT
    };
    const char *cursor = NULL;
    rc_t rc = jsonx_text_field(args, "cursor", JSON_OPTIONAL, CURSOR_MAX, &cursor, problem);
    if (rc == RC_OK)
        rc = jsonx_int_field(args, "limit", JSON_OPTIONAL, 1, MAX_LIST_LIMIT, &page.limit, problem);
    if (rc == RC_OK && cursor && !cursor_keys(cursor, keys, page.key))
        rc = problem_set(problem, RC_INVALID, "cursor",
                         "\"cursor\" must be what the list before gave as \"next\"");
    if (rc == RC_OK)
        *ret_page = page;
    return rc;
}
