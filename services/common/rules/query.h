/* What a pack holds, as rows of JSON, for questions, forms and exports. */
#ifndef QUERY_H
#define QUERY_H

#include <jansson.h>

#include "pack.h"

/* What is asked; parts that are not asked for are NULL. Everything is borrowed for the length of
 * the call. `by` and `sum` are independent: a question may have either, both or none. */
struct query_ask {
    const struct pack *pack;
    const char *of;      /* kind of entries, or the name of a list of the pack */
    const json_t *where; /* {field: value or list of values} */
    const char *by;      /* field to group by */
    const char *sum;     /* field to add up */
};

/* Entries of one kind in the pack's order, each an object with the same fields (null where the pack
 * leaves one out). NULL when `of` is no kind and the pack has no such list. Caller owns it. */
json_t *query_rows(const struct pack *pack, const char *of);
/* Rows of the pack's own lists of one name, in their order: lists of the same name continue each
 * other. NULL when the pack has none. Caller owns it. */
json_t *query_list(const struct pack *pack, const char *of);
/* Values of an open map as a list. Caller owns it. */
json_t *query_scalars(const struct pack_scalar *rows, size_t count);
/* Whether `field` is one of the kind, also when the pack has no entry of it. */
bool query_has_field(const char *of, const char *field);
/* Whether `name` is another name that the pack declares for `value`. */
bool query_is_alias(const struct pack *pack, const char *name, const char *value);

/* Filter, count, add up and group into `result`: count, sum, groups, list. RC_INVALID names the
 * field that is unknown or of a wrong type, or a sum beyond 64 bits; `result` is then unchanged. */
MUST_CHECK rc_t query_rule(const struct query_ask *ask, json_t *result, struct problem *problem);

#endif
