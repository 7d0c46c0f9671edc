/* The calendars and packs that ship, as a caller would send them. */
#ifndef SHIPPED_H
#define SHIPPED_H

#include <stddef.h>

/* The file below schema/ ("packs/yifen-2026.yaml") as a C string the caller frees; *ret_len (may be
 * NULL) is its size. Ends the test program when it cannot be read. */
char *shipped_text(const char *path, size_t *ret_len);

#endif
