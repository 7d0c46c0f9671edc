/* Where the text of a pack comes from: those that ship lie in the program itself, others in a file
 * that is read whole and bounded. */
#include "pack_text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ceilings.h"
#include "schema_packs_embed.h"

/* By the name without its suffix, as people write it and as packs `use:` each other. */
const struct embed *pack_text_shipped(const char *name)
{
    size_t len = strlen(name);
    for (const struct embed *e = schema_packs; e->name; e++)
        if (strncmp(e->name, name, len) == 0 && strcmp(e->name + len, ".yaml") == 0)
            return e;
    return NULL;
}

/* The ceiling is that of the buffer: a file that grows while it is read, or a device without an
 * end, is refused at MAX_PACK_BYTES and never read whole. */
static rc_t read_file(const char *path, struct bytebuf *out, struct problem *problem)
{
    char chunk[8192];
    size_t n;
    rc_t rc = RC_OK;
    FILE *file = fopen(path, "rb");
    if (!file)
        return problem_set(problem, RC_INVALID, path, "could not open file \"%s\": %s", path,
                           strerror(errno));
    while (rc == RC_OK && (n = fread(chunk, 1, sizeof(chunk), file)) > 0)
        rc = bytebuf_add(out, chunk, n);
    bool bad = ferror(file) != 0;
    fclose(file);
    if (rc != RC_OK)
        return problem_set(problem, RC_INVALID, path, "file \"%s\" is larger than %d bytes", path,
                           MAX_PACK_BYTES);
    if (bad)
        return problem_set(problem, RC_INVALID, path, "could not read file \"%s\"", path);
    return RC_OK;
}

/* A name that ships wins over a file of the same name in the working folder; with a slash it is
 * always the file. On failure *self is safe to close. */
rc_t pack_text_open(struct pack_text *self, const char *what, struct problem *problem)
{
    const struct embed *e = strchr(what, '/') ? NULL : pack_text_shipped(what);
    bytebuf_init(&self->read, MAX_PACK_BYTES);
    self->name = e ? e->name : what;
    if (e) {
        self->bytes = e->text;
        self->len = e->size;
        return RC_OK;
    }
    rc_t rc = read_file(what, &self->read, problem);
    self->bytes = bytebuf_str(&self->read);
    self->len = self->read.len;
    return rc;
}

/* Safe on a text that was never opened but set to zero, and on one that ships, whose bytes are the
 * program's own. */
void pack_text_close(struct pack_text *self)
{
    bytebuf_fini(&self->read);
}

/* The slot of pack_source by which a pack finds another; the bytes are static and need no
 * release. */
rc_t pack_text_use(void *arg, const char *name, const char **ret_bytes, size_t *ret_len)
{
    const struct embed *e = pack_text_shipped(name);
    (void)arg;
    if (!e)
        return RC_NOT_FOUND;
    *ret_bytes = e->text;
    *ret_len = e->size;
    return RC_OK;
}

/* What a pack `use:`s is looked for among those that ship, never beside the file: a check must not
 * depend on the folder it runs in. */
rc_t pack_text_read(const char *what, pack_t **ret_pack, struct problem *problem)
{
    struct pack_text text;
    rc_t rc = pack_text_open(&text, what, problem);
    if (rc == RC_OK) {
        struct pack_source source = { text.bytes, text.len, text.name, pack_text_use, NULL };
        rc = pack_read(&source, ret_pack, problem);
    }
    pack_text_close(&text);
    return rc;
}
