/* The pack language as a JSON Schema, made from the very tables that read packs: each reader of a
 * value is asked what it would read, instead of reading. */
#ifndef PACK_SCHEMA_H
#define PACK_SCHEMA_H

#include <jansson.h>

#include "pack_reader.h"

/* JSON Schema (2020-12) of a whole pack. Caller owns it. */
json_t *pack_schema(void);

/* ---- for the readers of pack_reader.h ---- */

/* What a value looks like. */
enum schema_value {
    SCHEMA_TEXT,
    SCHEMA_CODE,
    SCHEMA_TEXTS, /* a list of texts, or one alone */
    SCHEMA_COUNT,
    SCHEMA_COUNTS,
    SCHEMA_BOOL,
    SCHEMA_YUAN,
    SCHEMA_PERCENT,
    SCHEMA_DATE,
    SCHEMA_DURATION,
    SCHEMA_COMPARISON,
    SCHEMA_CONDITION,
    SCHEMA_SCALARS,
    SCHEMA_CELLS,
    SCHEMA__COUNT
};

/* While the language is described, a reader says what it would read here and returns the result,
 * which is never RC_OK, so that nothing behind it runs on a value that is not there. */
rc_t schema_note(struct pack_reader *reader, const struct yaml_node *node, enum schema_value value);
/* The same of one of some words. */
rc_t schema_note_word(struct pack_reader *reader, const struct yaml_node *node,
                      const char *const words[]);
/* The same of a map of a shape, or of a list of such maps (`rows`). */
rc_t schema_note_shape(struct pack_reader *reader, const struct yaml_node *node,
                       const struct row_shape *shape, bool rows);

#endif
