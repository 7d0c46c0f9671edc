#include "cluster_seed.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attr.h"
#include "migrate.h"
#include "tree.h"

/* Bytes of the hash in a seed's name: enough to tell builds apart, short enough for a socket's path. */
enum { HASH_BYTES = 8, NAME_ROOM = 64 };

#define SEED_PREFIX "seed-"

/* What a folder below `cache` would be called, with room for the names in it; "" when that is too long. */
static void name_folder(struct cluster_seed *self, const char *cache, const char *below)
{
    int n = snprintf(self->folder, sizeof(self->folder), "%s%s", cache, below);
    if (n <= 0 || n >= PATH_TEXT - NAME_ROOM || cache[0] != '/')
        self->folder[0] = '\0';
}

/* Root's cluster runs as another user, who may not enter root's home. */
static void choose_folder(struct cluster_seed *self)
{
    const char *given = getenv("MLPS_CACHE");
    const char *xdg = getenv("XDG_CACHE_HOME");
    const char *home = getenv("HOME");
    if (given)
        name_folder(self, given, "");
    else if (geteuid() == 0)
        name_folder(self, "/var/cache", "/mlps");
    else if (xdg && *xdg)
        name_folder(self, xdg, "/mlps");
    else
        name_folder(self, home ? home : "", "/.cache/mlps");
}

/* Bytes and the end of each part count, so that no two lists of parts read alike. */
static void add_text(crypto_generichash_state *state, const char *text, size_t len)
{
    uint64_t size = len;
    crypto_generichash_update(state, (const unsigned char *)&size, sizeof(size));
    crypto_generichash_update(state, (const unsigned char *)text, len);
}

static void add_schema(crypto_generichash_state *state)
{
    const struct migrate_set set = migrate_shipped();
    const struct embed *const lists[] = { set.migrations, set.functions, set.roles };
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        for (const struct embed *file = lists[i]; file->name; file++)
            add_text(state, file->text, file->size);
}

/* A server's program is told by its size and time as well: a minor update may read catalogues that initdb of the one before
 * wrote, but nobody has tested that here. */
static void add_server(crypto_generichash_state *state, const char *postgres)
{
    char text[PATH_TEXT + 64];
    struct stat st = { .st_size = 0 };
    (void)stat(postgres, &st);
    int n = snprintf(text, sizeof(text), "%s %lld %lld.%09ld", postgres, (long long)st.st_size,
                     (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
    add_text(state, text, n > 0 && (size_t)n < sizeof(text) ? (size_t)n : 0);
}

void cluster_seed_find(struct cluster_seed *self, const struct layout *layout, const char *postgres, const char *settings)
{
    unsigned char hash[crypto_generichash_BYTES_MIN];
    char hex[2 * HASH_BYTES + 1];
    crypto_generichash_state state;
    memset(self, 0, sizeof(*self));
    choose_folder(self);
    if (self->folder[0] == '\0')
        return;
    crypto_generichash_init(&state, NULL, 0, sizeof(hash));
    add_server(&state, postgres);
    add_text(&state, settings, strlen(settings));
    add_text(&state, layout->user, strlen(layout->user));
    add_schema(&state);
    crypto_generichash_final(&state, hash, sizeof(hash));
    sodium_bin2hex(hex, sizeof(hex), hash, HASH_BYTES);
    (void)snprintf(self->place, sizeof(self->place), "%.*s/" SEED_PREFIX "%s", PATH_TEXT - NAME_ROOM, self->folder, hex);
}

bool cluster_seed_is_there(const struct cluster_seed *self, const struct layout *layout)
{
    struct stat st;
    return self->place[0] != '\0' && lstat(self->place, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == layout->uid &&
           (st.st_mode & 077) == 0;
}

/* Open to be entered, since the cluster's user has to; what is in it is closed. */
rc_t cluster_seed_prepare(const struct cluster_seed *self, struct problem *problem)
{
    char part[PATH_TEXT];
    if (self->folder[0] == '\0')
        return problem_set(problem, RC_UNAVAILABLE, NULL, "no cache folder is named");
    for (const char *at = strchr(self->folder + 1, '/'); at; at = strchr(at + 1, '/')) {
        (void)snprintf(part, sizeof(part), "%.*s", (int)(at - self->folder), self->folder);
        (void)mkdir(part, 0755); /* what is wrong shows at the folder itself */
    }
    if ((mkdir(self->folder, 0755) != 0 && errno != EEXIST) || access(self->folder, W_OK) != 0)
        return problem_set(problem, RC_UNAVAILABLE, NULL, "could not make \"%s\": %s", self->folder, strerror(errno));
    return RC_OK;
}

/* A fleeting server synced nothing; a power cut must not leave a seed of empty files behind. */
static bool sync_below(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && syncfs(fd) == 0;
    if (fd >= 0)
        close(fd);
    return good;
}

/* Whoever copies from one of them at this moment fails, and makes its cluster anew. */
static void drop_others(const struct cluster_seed *self)
{
    char pattern[PATH_TEXT];
    glob_t found;
    (void)snprintf(pattern, sizeof(pattern), "%.*s/" SEED_PREFIX "*", PATH_TEXT - NAME_ROOM, self->folder);
    if (glob(pattern, 0, NULL, &found) != 0)
        return;
    for (size_t i = 0; i < found.gl_pathc; i++)
        if (strcmp(found.gl_pathv[i], self->place) != 0)
            tree_remove(found.gl_pathv[i]);
    globfree(&found);
}

/* rename refuses a place that is taken, as a seed is never empty. */
void cluster_seed_keep(const struct cluster_seed *self, const char *pg)
{
    if (sync_below(pg) && rename(pg, self->place) == 0)
        drop_others(self);
}

void cluster_seed_drop(const struct cluster_seed *self)
{
    if (self->place[0] != '\0')
        tree_remove(self->place);
}
