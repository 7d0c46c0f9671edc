/* What holds for the tables of every workbook of ours. */
#ifndef SHEET_TABLES_H
#define SHEET_TABLES_H

#include <string.h>

#include "book_row.h"

/* Keys unique, headings in both languages, widths in order, words where they are needed, a band over the first column, and
 * names that Excel takes. cmocka.h is included before. */
static inline void sheet_tables_check(const struct book_def *book)
{
    for (size_t s = 0; s < book->sheet_count; s++) {
        const struct sheet_def *sheet = &book->sheets[s];
        assert_in_range(sheet->count, 1, BOOK_CELLS_MAX);
        assert_in_range(strlen(sheet->en), 1, 31);
        assert_in_range(sheet->freeze, 1, 2);
        assert_non_null(sheet->columns[0].band_zh);
        for (size_t i = 0; i < sheet->count; i++) {
            const struct column *column = &sheet->columns[i];
            if (!column->zh || !column->en || column->least > column->most || !column->band_zh != !column->band_en ||
                (column->type == COL_WORD) != (column->words != NULL))
                fail_msg("%s: column %s", sheet->en, column->key);
            for (size_t k = 0; k < i; k++)
                if (strcmp(column->key, sheet->columns[k].key) == 0)
                    fail_msg("%s: two columns %s", sheet->en, column->key);
        }
    }
}

#endif
