/* The calendars and packs that ship, as a caller would send them. */
#ifndef SHIPPED_H
#define SHIPPED_H

#include <stddef.h>

/* The file below schema/ ("packs/yifen-2026.yaml") as a C string for mem_free; *ret_len (may be
 * NULL) is its size. Ends the test program when it cannot be read. */
char *shipped_text(const char *path, size_t *ret_len);

/* A shipped pack's text with its version line set to `version` and `tail` added at the end; for
 * mem_free. */
char *shipped_version(const char *path, int version, const char *tail);

#endif
