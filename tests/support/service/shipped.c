#include "shipped.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

enum { SHIPPED_MAX = 4 << 20, SHIPPED_PATH_MAX = 512 };

char *shipped_text(const char *path, size_t *ret_len)
{
    char full[SHIPPED_PATH_MAX];
    snprintf(full, sizeof(full), "%s/schema/%s", MLPS_SOURCE_DIR, path);
    FILE *file = fopen(full, "re");
    char *text = mem_new(SHIPPED_MAX);
    size_t len = file ? fread(text, 1, SHIPPED_MAX - 1, file) : 0;
    if (len == 0) {
        fprintf(stderr, "could not read %s\n", full);
        abort();
    }
    fclose(file);
    if (ret_len)
        *ret_len = len;
    return text;
}

char *shipped_version(const char *path, int version, const char *tail)
{
    static const char LINE[] = "\nversion: 1\n";
    size_t len;
    char *text = shipped_text(path, &len);
    const char *at = strstr(text, LINE);
    size_t size = len + strlen(tail) + SHIPPED_PATH_MAX;
    char *changed = mem_new(size);
    if (!at) {
        fprintf(stderr, "%s has no version line\n", path);
        abort();
    }
    snprintf(changed, size, "%.*s\nversion: %d\n%s%s", (int)(at - text), text, version,
             at + strlen(LINE), tail);
    mem_free(text);
    return changed;
}
