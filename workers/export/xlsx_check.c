/* The library writes a sheet's rows to a temporary file and copies that into the archive, both
 * without looking at errors. So the finished archive is read: checksums of every sheet, its end,
 * and between the marks of its data exactly as many bytes as the temporary file had. */
#include "xlsx_check.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <zip.h>

enum {
    CHUNK = 1 << 16,
    MARK_MAX = 16 /* bytes kept between chunks, so that a mark is seen whole: the longest has 12 */
};

static const char DATA_BEGINS[] = "<sheetData>", DATA_ENDS[] = "</sheetData>",
                  SHEET_ENDS[] = "</worksheet>";

/* What has been seen of one sheet. */
struct scan {
    char window[MARK_MAX + CHUNK];
    size_t kept;    /* bytes of the window that belong to the chunk before */
    int64_t before; /* bytes of the sheet before the window */
    int64_t begins; /* first byte after <sheetData>, -1: not seen */
    int64_t ends;   /* first byte of </sheetData>, -1: not seen */
    bool complete;  /* the last bytes were </worksheet> */
};

/* Place in the whole sheet, -1 when the window does not have it. */
static int64_t find(const struct scan *self, size_t len, const char *mark)
{
    const char *at = memmem(self->window, len, mark, strlen(mark));
    return at ? self->before + (at - self->window) : -1;
}

/* Look at the window of `len` bytes and keep its last ones for the next. A cell's text cannot hold
 * a mark: its "<" is written as an entity. */
static void scan_window(struct scan *self, size_t len)
{
    size_t tail = strlen(SHEET_ENDS);
    if (self->begins < 0 && find(self, len, DATA_BEGINS) >= 0)
        self->begins = find(self, len, DATA_BEGINS) + (int64_t)strlen(DATA_BEGINS);
    if (self->ends < 0)
        self->ends = find(self, len, DATA_ENDS);
    self->complete = len >= tail && memcmp(self->window + len - tail, SHEET_ENDS, tail) == 0;
    self->kept = len < MARK_MAX ? len : MARK_MAX;
    self->before += (int64_t)(len - self->kept);
    memmove(self->window, self->window + len - self->kept, self->kept);
}

/* In chunks: a sheet may be larger than memory. `bytes` is what part_seal measured; the archive has
 * no more and no fewer between the marks, for the library copies rows as they are. */
static bool scan_sheet(zip_file_t *file, int64_t bytes)
{
    struct scan scan = { .begins = -1, .ends = -1 };
    zip_int64_t n;
    while ((n = zip_fread(file, scan.window + scan.kept, CHUNK)) > 0)
        scan_window(&scan, scan.kept + (size_t)n);
    /* n < 0: the checksum is wrong or the archive is cut */
    return n == 0 && scan.complete && scan.begins >= 0 && scan.ends - scan.begins == bytes;
}

/* The library names sheets in the order in which they were added, as `parts` has them. */
static bool check_part(zip_t *archive, size_t index, int64_t bytes)
{
    char name[64];
    snprintf(name, sizeof(name), "xl/worksheets/sheet%zu.xml", index + 1);
    zip_file_t *file = zip_fopen(archive, name, 0);
    if (!file)
        return false;
    bool good = scan_sheet(file, bytes);
    (void)zip_fclose(file);
    return good;
}

/* ZIP_CHECKCONS compares the directory with the entries before one is read. zip_discard, because
 * nothing was changed. */
rc_t xlsx_check(const char *path, const struct parts *parts, struct problem *problem)
{
    int error = 0;
    rc_t rc = RC_OK;
    zip_t *archive = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    if (!archive)
        return problem_set(problem, RC_UNAVAILABLE, NULL,
                           "could not read the workbook back: it is incomplete (zip error %d)",
                           error);
    for (size_t i = 0; i < parts->count && rc == RC_OK; i++)
        if (!check_part(archive, i, parts->rows[i].bytes))
            rc = problem_set(
                problem, RC_UNAVAILABLE, NULL,
                "could not write sheet \"%s\" whole: the disk of the exports folder is full",
                parts->rows[i].name);
    zip_discard(archive);
    return rc;
}

/* By streaming, a second time over the file: the digest is of what lies on disk. */
rc_t xlsx_digest(const char *path, char *ret_sha256, int64_t *ret_bytes, struct problem *problem)
{
    unsigned char chunk[CHUNK], hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    int64_t bytes = 0;
    size_t n;

    FILE *file = fopen(path, "rbe");
    if (!file)
        return problem_set(problem, RC_UNAVAILABLE, NULL, "could not read the workbook back: %s",
                           strerror(errno));
    crypto_hash_sha256_init(&state);
    while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0) {
        crypto_hash_sha256_update(&state, chunk, n);
        bytes += (int64_t)n;
    }
    bool failed = ferror(file) != 0;
    (void)fclose(file);
    if (failed)
        return problem_set(problem, RC_UNAVAILABLE, NULL, "could not read the workbook back");
    crypto_hash_sha256_final(&state, hash);
    sodium_bin2hex(ret_sha256, 2 * sizeof(hash) + 1, hash, sizeof(hash));
    *ret_bytes = bytes;
    return RC_OK;
}
