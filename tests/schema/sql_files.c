#include "sql_files.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytebuf.h"
#include "memory.h"

enum { MAX_SQL_BYTES = 65536 };

static char *read_text(const char *path)
{
    char chunk[4096];
    struct bytebuf text;
    FILE *file = fopen(path, "re");
    bytebuf_init(&text, MAX_SQL_BYTES);
    for (size_t n; file && (n = fread(chunk, 1, sizeof(chunk), file)) > 0;)
        if (bytebuf_add(&text, chunk, n) != RC_OK)
            abort();
    if (!file || fclose(file) != 0 || text.len == 0) {
        fprintf(stderr, "could not read %s\n", path);
        abort();
    }
    return text.data;
}

static void read_file(const char *path, struct sql_file *ret_file)
{
    const char *below = path + strlen(MLPS_SOURCE_DIR) + 1;
    const char *sql = strstr(below, "/sql/");
    const char *name = sql + strlen("/sql/");
    snprintf(ret_file->folder, sizeof(ret_file->folder), "%.*s", (int)(sql - below), below);
    snprintf(ret_file->name, sizeof(ret_file->name), "%.*s", (int)(strlen(name) - strlen(".sql")),
             name);
    ret_file->text = read_text(path);
}

size_t sql_files_read(struct sql_file **ret_files)
{
    glob_t found;
    if (glob(MLPS_SOURCE_DIR "/services/*/sql/*.sql", 0, NULL, &found) != 0 ||
        glob(MLPS_SOURCE_DIR "/services/common/*/sql/*.sql", GLOB_APPEND, NULL, &found) != 0 ||
        glob(MLPS_SOURCE_DIR "/workers/*/sql/*.sql", GLOB_APPEND, NULL, &found) != 0) {
        fprintf(stderr, "could not find the statements in %s\n", MLPS_SOURCE_DIR);
        abort();
    }
    struct sql_file *files = mem_array(found.gl_pathc, sizeof(*files));
    for (size_t i = 0; i < found.gl_pathc; i++)
        read_file(found.gl_pathv[i], &files[i]);
    *ret_files = files;
    size_t count = found.gl_pathc;
    globfree(&found);
    return count;
}

void sql_files_free(struct sql_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++)
        mem_free(files[i].text);
    mem_free(files);
}
