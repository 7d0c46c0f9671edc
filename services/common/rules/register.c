#include "register.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "parse.h"

enum { DIGITS = 3 }; /* at least so many in an id */

/* At least three digits, more where the number needs them; ids are compared as texts, so the
 * padding matters. */
const char *register_clause(const pack_t *pack, int64_t no, char *out)
{
    snprintf(out, CLAUSE_TEXT, "%.60s-%0*" PRId64, pack->reg.prefix, DIGITS, no);
    return out;
}

/* The id is written again and compared, so that AB-7 and AB-0007 are refused where AB-007 is meant.
 * 0 and -1 are told apart: another prefix is another document, a bad number is a slip. */
int64_t register_number(const pack_t *pack, const char *clause)
{
    char same[CLAUSE_TEXT];
    int64_t no;
    size_t len = pack->reg.prefix ? strlen(pack->reg.prefix) : 0;
    if (len == 0 || strncmp(clause, pack->reg.prefix, len) != 0 || clause[len] != '-')
        return 0;
    if (!parse_i64(clause + len + 1, &no) || no < 1 ||
        strcmp(register_clause(pack, no, same), clause) != 0)
        return -1;
    return no;
}

/* The first entry of the strongest class stays. Clauses beyond the register were refused when the
 * pack was read. */
static void cite(const pack_t *pack, struct clause_cover *rows, const struct pack_entry *entry,
                 const char *clause)
{
    int64_t no = clause ? register_number(pack, clause) : 0;
    if (no < 1 || rows[no - 1].class >= entry->class)
        return;
    rows[no - 1] = (struct clause_cover){ entry->class, entry };
}

/* All rows start as CLASS_MISSING, which is 0; stronger entries replace weaker ones, whatever the
 * order of the sections. */
void register_covers(const pack_t *pack, struct clause_cover *rows)
{
    memset(rows, 0, (size_t)pack->reg.count * sizeof(*rows));
    for (size_t i = 0; i < pack->entries.count; i++) {
        const struct pack_entry *entry = &pack->entries.rows[i];
        cite(pack, rows, entry, entry->clause);
        for (size_t k = 0; k < entry->also.count; k++)
            cite(pack, rows, entry, entry->also.rows[k]);
    }
}
