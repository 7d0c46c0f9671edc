/* The caller keeps count and room once for all its columns, so each of them is grown by itself from
 * the same `cap`. */
#include "column.h"

#include "memory.h"

void column_add(int64_t **column, size_t cap, size_t count, int64_t value)
{
    *column = mem_grow(*column, &cap, count + 1, sizeof(**column));
    (*column)[count] = value;
}
