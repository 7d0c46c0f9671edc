/* The folder is the truth and the ring its copy. A signature over names, inodes and times tells
 * whether the copy is old, so that looking once a second costs one stat per file and no reading.
 *
 * A key is taken back by removing its file. Times alone would miss a file that is written twice
 * within a clock tick (ZAP-08), so the inode and the time of change count too: a new file under the
 * old name has another inode. */
#include "keyring.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "ceilings.h"
#include "chain.h"
#include "keyfile.h"
#include "memory.h"
#include "table.h"

/* One accepted caller: who holds the secret half of `key` is called `name`. */
struct key_entry {
    struct table_node by_key;
    char key[BUS_KEY_TEXT];
    char name[KEY_NAME_MAX + 1];
};

/* The entries never move while the table holds their nodes. */
struct keyring {
    char *folder;
    struct table table;        /* by key */
    struct key_entry *entries; /* of the table, by name */
    size_t count;
    size_t faulty;
    uint64_t signature; /* of the folder as it was read */
};

/* Names of the public keys in the folder, without suffix. */
struct name_list {
    char (*names)[KEY_NAME_MAX + 1];
    size_t count, cap;
    uint64_t signature;
};

/* What of a file tells that it was replaced or written to. */
struct file_mark {
    char name[KEY_NAME_MAX + 1];
    uint64_t inode;
    int64_t modified_s, modified_ns, changed_s, changed_ns, size;
};

/* NAME of "NAME.pub"; anything else in the folder is none of our business. */
static bool take_name(const char *file, char ret_name[KEY_NAME_MAX + 1])
{
    const char *dot = strrchr(file, '.');
    if (!dot || strcmp(dot, ".pub") != 0 || dot - file > KEY_NAME_MAX)
        return false;
    memset(ret_name, 0, KEY_NAME_MAX + 1);
    memcpy(ret_name, file, (size_t)(dot - file));
    /* The broker's own key opens no door: it calls nobody. */
    return keyfile_name_ok(ret_name) && strcmp(ret_name, "broker") != 0;
}

/* The sum over all files does not depend on the order in which the folder lists them. */
static uint64_t mark_of(const char *name, const struct stat *st)
{
    static const unsigned char KEY[crypto_shorthash_KEYBYTES] = { 0 };
    unsigned char out[crypto_shorthash_BYTES];
    uint64_t mark;
    struct file_mark file;
    memset(&file, 0, sizeof(file)); /* padding is hashed too */
    memcpy(file.name, name, sizeof(file.name));
    file.inode = st->st_ino;
    file.modified_s = st->st_mtim.tv_sec;
    file.modified_ns = st->st_mtim.tv_nsec;
    file.changed_s = st->st_ctim.tv_sec;
    file.changed_ns = st->st_ctim.tv_nsec;
    file.size = st->st_size;
    crypto_shorthash(out, (const unsigned char *)&file, sizeof(file), KEY);
    memcpy(&mark, out, sizeof(mark));
    return mark;
}

/* For qsort. */
static int compare_names(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* Names and signature in one pass, so that both speak of the same moment. */
static rc_t list_names(const char *folder, struct name_list *out, struct problem *problem)
{
    struct stat st;
    char name[KEY_NAME_MAX + 1];
    DIR *dir = opendir(folder);
    if (!dir)
        return problem_set(problem, RC_INVALID, "keys", "could not read key folder \"%s\": %s",
                           folder, strerror(errno));
    for (struct dirent *at; out->count <= MAX_BROKER_KEYS && (at = readdir(dir)) != NULL;) {
        if (!take_name(at->d_name, name) ||
            fstatat(dirfd(dir), at->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        out->names = mem_grow(out->names, &out->cap, out->count + 1, sizeof(*out->names));
        memcpy(out->names[out->count++], name, sizeof(name));
        out->signature += mark_of(name, &st);
    }
    closedir(dir);
    if (out->count > MAX_BROKER_KEYS)
        return problem_set(problem, RC_INVALID, "keys", "key folder \"%s\" has more than %d keys",
                           folder, MAX_BROKER_KEYS);
    if (out->count > 0)
        qsort(out->names, out->count, sizeof(*out->names), compare_names);
    return RC_OK;
}

/* The table first: its nodes live inside the entries. */
static void forget_entries(struct keyring *self)
{
    table_fini(&self->table);
    mem_free(self->entries);
    self->entries = NULL;
    self->count = 0;
    self->faulty = 0;
}

/* Read each listed file. The same key under two names counts for the first one only: a caller has
 * one name. */
static void read_entries(struct keyring *self, const struct name_list *list)
{
    self->entries = mem_array(list->count, sizeof(*self->entries));
    for (size_t i = 0; i < list->count; i++) {
        struct key_entry *entry = &self->entries[self->count];
        struct problem why = { 0 };
        memcpy(entry->name, list->names[i], sizeof(entry->name));
        if (keyfile_read_public(self->folder, entry->name, entry->key, &why) != RC_OK ||
            table_find(&self->table, entry->key, BUS_KEY_TEXT - 1)) {
            self->faulty++;
            continue;
        }
        table_add(&self->table, &entry->by_key, entry->key, BUS_KEY_TEXT - 1);
        self->count++;
    }
}

/* A folder that cannot be read is an error here, at the start; later it means that all keys are
 * gone. */
rc_t keyring_open(const char *folder, keyring_t **ret_keyring, struct problem *problem)
{
    struct name_list list = { .names = NULL };
    rc_t rc = list_names(folder, &list, problem);
    if (rc == RC_OK) {
        keyring_t *self = mem_new(sizeof(*self));
        self->folder = mem_dup(folder);
        self->signature = list.signature;
        table_init(&self->table);
        read_entries(self, &list);
        *ret_keyring = self;
    }
    mem_free(list.names);
    return rc;
}

/* The keys are public ones; nothing needs wiping. */
void keyring_close(keyring_t **self_p)
{
    keyring_t *self = *self_p;
    if (!self)
        return;
    forget_entries(self);
    mem_free(self->folder);
    mem_free(self);
    *self_p = NULL;
}

/* One look-up by hash for each message, so the number of keys costs nothing. */
const char *keyring_name(const keyring_t *self, const char *key)
{
    struct table_node *node = table_find(&self->table, key, strlen(key));
    return node ? CHAIN_OWNER(node, struct key_entry, by_key)->name : NULL;
}

/* Keys that read; for the log line at the start. */
size_t keyring_count(const keyring_t *self)
{
    return self->count;
}

/* Files that did not read as a key. They are counted and told, and keep nobody else out. */
size_t keyring_faulty(const keyring_t *self)
{
    return self->faulty;
}

/* Whether `self` accepts everything `before` accepted. */
static bool keeps_all(const keyring_t *self, const struct keyring *before)
{
    for (size_t i = 0; i < before->count; i++) {
        const char *name = keyring_name(self, before->entries[i].key);
        if (!name || strcmp(name, before->entries[i].name) != 0)
            return false;
    }
    return true;
}

/* The signature of names and times says whether reading is worth while. Growth and loss are told
 * apart, because only a loss must end connections. */
enum keyring_change keyring_refresh(keyring_t *self)
{
    struct problem why = { 0 };
    struct name_list list = { .names = NULL };
    enum keyring_change change = KEYRING_SAME;
    if (list_names(self->folder, &list, &why) != RC_OK)
        list.count = 0;
    if (list.signature != self->signature || (list.count == 0 && self->count > 0)) {
        /* The old entries stay until both have been compared; `self` starts anew with the same
         * folder. */
        struct keyring before = *self;
        table_init(&self->table);
        self->count = 0;
        self->faulty = 0;
        self->signature = list.signature;
        read_entries(self, &list);
        change = keeps_all(self, &before) ? KEYRING_GROWN : KEYRING_REVOKED;
        forget_entries(&before);
    }
    mem_free(list.names);
    return change;
}
