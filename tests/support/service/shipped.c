#include "shipped.h"

#include <stdio.h>
#include <stdlib.h>

enum { SHIPPED_MAX = 4 << 20, SHIPPED_PATH_MAX = 512 };

char *shipped_text(const char *path, size_t *ret_len)
{
    char full[SHIPPED_PATH_MAX];
    snprintf(full, sizeof(full), "%s/schema/%s", MLPS_SOURCE_DIR, path);
    FILE *file = fopen(full, "re");
    char *text = calloc(1, SHIPPED_MAX);
    size_t len = file && text ? fread(text, 1, SHIPPED_MAX - 1, file) : 0;
    if (len == 0) {
        fprintf(stderr, "could not read %s\n", full);
        abort();
    }
    fclose(file);
    if (ret_len)
        *ret_len = len;
    return text;
}
