/* What a person should look at in a pack that reads: contradictions of the document, and warnings.
 */
#ifndef PACK_FINDINGS_H
#define PACK_FINDINGS_H

#include <jansson.h>

#include "csv.h"
#include "pack.h"

#define REGISTER_HEADER "id,kind,line"

/* Contradictions first, then warnings, each in the order of the file: {kind: contradiction or
 * warning, at: file:line:column, text}, and of a contradiction topic, clauses, says, reading (null:
 * none decides), service and field. Nothing is resolved here. Caller owns it. */
json_t *pack_findings(const pack_t *pack);
/* Coverage of the register: {pack, count, computed, tracked, recorded, missing (numbers), clauses
 * [{clause, class, section, at, title, why}] in order}. `count` is 0 without a register. Caller
 * owns it. */
json_t *pack_coverage(const pack_t *pack);
/* Hold a coverage report against the register's own table (id,kind,line; one row per clause, in
 * order): each clause gets its `kind`, and the report `warnings`, the clauses whose kind can be
 * computed although they are only recorded. RC_INVALID names the line that does not fit. */
MUST_CHECK rc_t pack_coverage_kinds(json_t *report, const struct csv_source *source,
                                    struct problem *problem);

#endif
