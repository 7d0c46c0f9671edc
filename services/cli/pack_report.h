/* `mlps pack coverage [NAME]`, `mlps pack schema`: reports about packs, without any service. */
#ifndef PACK_REPORT_H
#define PACK_REPORT_H

#include "commands.h"
#include "pack.h"

/* Hold each clause of the register against the pack, or against every pack that ships; exit code 1 when one is
 * missing. With --register FILE also name clauses that could be computed and are only recorded. */
int cmd_pack_coverage(struct context *context, const struct command *command);
/* Print the pack language as a JSON Schema. */
int cmd_pack_schema(struct context *context, const struct command *command);

#endif
