/* JSON from outside, on jansson: bounded parsing and getters that name the field they refuse. */
#ifndef JSONX_H
#define JSONX_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "bytebuf.h"
#include "problem.h"

/* Parse `len` bytes as one JSON object: valid UTF-8, no duplicate keys, at most MAX_JSON_DEPTH
 * deep. RC_INVALID with the position in *problem. *ret_json is owned by the caller (json_decref).
 */
MUST_CHECK rc_t jsonx_parse_object(const char *bytes, size_t len, json_t **ret_json,
                                   struct problem *problem);
/* Compact text with sorted keys, so that equal objects give equal bytes. Freed with mem_free. */
char *jsonx_text(const json_t *json);

/* Append JSON text, written with jansson's `flags`. RC_TOO_LARGE at the buffer's ceiling, where a
 * part of the text may stand; RC_INVALID for what JSON cannot say. */
MUST_CHECK rc_t jsonx_dump(const json_t *json, size_t flags, struct bytebuf *out);
/* Whether a value is absent: left out, or null. */
bool jsonx_is_absent(const json_t *value);
/* What a value is; a value that is not there (NULL) is nothing of the kind. */
bool jsonx_is_text(const json_t *value);
/* A whole number that fits 64 bits; a real is none, even when whole. False for NULL. */
bool jsonx_is_int(const json_t *value);
/* true or false; a number is neither. False for NULL. */
bool jsonx_is_bool(const json_t *value);
/* A list, the empty one included. False for NULL. */
bool jsonx_is_list(const json_t *value);
/* An object, the empty one included. False for NULL. */
bool jsonx_is_object(const json_t *value);

enum json_need { JSON_OPTIONAL, JSON_REQUIRED };

/* Text of 1..`max_chars` characters without control characters. Absent or null and optional: RC_OK
 * and *ret_text NULL. Borrowed from `object`. */
MUST_CHECK rc_t jsonx_text_field(const json_t *object, const char *key, enum json_need need,
                                 size_t max_chars, const char **ret_text, struct problem *problem);
/* Whole number in [least, most]; optional and absent leaves *ret_value as it is. */
MUST_CHECK rc_t jsonx_int_field(const json_t *object, const char *key, enum json_need need,
                                int64_t least, int64_t most, int64_t *ret_value,
                                struct problem *problem);
/* true or false; optional and absent leaves *ret_value as it is. */
MUST_CHECK rc_t jsonx_bool_field(const json_t *object, const char *key, enum json_need need,
                                 bool *ret_value, struct problem *problem);
/* "YYYY-MM-DD"; optional and absent leaves *ret_day as it is. */
MUST_CHECK rc_t jsonx_date_field(const json_t *object, const char *key, enum json_need need,
                                 int32_t *ret_day, struct problem *problem);
/* RFC 3339 instant; optional and absent leaves *ret_us as it is. */
MUST_CHECK rc_t jsonx_instant_field(const json_t *object, const char *key, enum json_need need,
                                    int64_t *ret_us, struct problem *problem);
/* Object or array of that type; optional and absent gives NULL. Borrowed. */
MUST_CHECK rc_t jsonx_tree_field(const json_t *object, const char *key, enum json_need need,
                                 json_type type, const json_t **ret_json, struct problem *problem);
/* RC_INVALID naming the first key of `object` that is not in `known` (ended by NULL). */
MUST_CHECK rc_t jsonx_only(const json_t *object, const char *const known[],
                           struct problem *problem);

#endif
