#include "constraint_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { SQL_MAX = 300 };

void check_constraint_words(const struct temp_db *tdb, const char *name,
                            const struct state_table *table)
{
    char sql[SQL_MAX], quoted[SQL_MAX];
    size_t quotes = 0;
    snprintf(sql, sizeof(sql),
             "select pg_get_constraintdef(oid) from pg_constraint where conname = '%s'", name);
    const char *text = db_text(tdb, sql);
    for (const char *at = text; (at = strchr(at, '\'')) != NULL; at++)
        quotes++;
    if (quotes != 2 * table->state_count)
        fail_msg("%s knows %zu words, the table %zu: %s", name, quotes / 2, table->state_count,
                 text);
    for (size_t i = 0; i < table->state_count; i++) {
        snprintf(quoted, sizeof(quoted), "'%s'", table->states[i]);
        if (!strstr(text, quoted))
            fail_msg("%s does not know %s: %s", name, quoted, text);
    }
}
