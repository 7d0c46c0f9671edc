/* Reads a finished workbook back. The library ignores failed writes to its temporary files, so a
 * full disk would give a file that opens with rows missing; this finds it before anybody gets the
 * file. */
#ifndef XLSX_CHECK_H
#define XLSX_CHECK_H

#include "sheet_writer.h"

/* Whether every part's sheet is in the file, ends as a sheet ends, has intact checksums and between
 * its <sheetData> marks as many bytes as were written. RC_UNAVAILABLE naming the sheet otherwise.
 */
MUST_CHECK rc_t xlsx_check(const char *path, const struct parts *parts, struct problem *problem);
/* SHA-256 in hex digits (65 bytes) and size of a file. RC_UNAVAILABLE when it cannot be read. */
MUST_CHECK rc_t xlsx_digest(const char *path, char *ret_sha256, int64_t *ret_bytes,
                            struct problem *problem);

#endif
