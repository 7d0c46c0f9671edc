#include "rulebook.h"

#include <stdio.h>
#include <string.h>

#include "memory.h"
#include "rulebook_store.h"

/* One kept row: a pack or a calendar, the other NULL. */
struct entry {
    int64_t id;    /* row of its table */
    uint64_t used; /* tick of the last use; the least one goes first */
    pack_t *pack;
    calendar_t *calendar;
};

/* For one thread. A few packs are in use at a time, so sixteen entries are searched one by one. */
struct rulebook {
    struct entry packs[RULEBOOK_KEEP]; /* id 0: free */
    struct entry calendars[RULEBOOK_KEEP];
    uint64_t tick;
};

/* One per thread: nothing in it is locked. */
rulebook_t *rulebook_new(void)
{
    return mem_new(sizeof(rulebook_t));
}

/* Who still borrows from the entry has kept it longer than RULEBOOK_KEEP allows. */
static void entry_clear(struct entry *entry)
{
    pack_destroy(&entry->pack);
    calendar_destroy(&entry->calendar);
    *entry = (struct entry){ 0 };
}

void rulebook_destroy(rulebook_t **self_p)
{
    if (!*self_p)
        return;
    for (int i = 0; i < RULEBOOK_KEEP; i++) {
        entry_clear(&(*self_p)->packs[i]);
        entry_clear(&(*self_p)->calendars[i]);
    }
    mem_free(*self_p);
    *self_p = NULL;
}

/* void *, as the slot of the definition wants it. */
void *rulebook_local_new(void)
{
    return rulebook_new();
}

void rulebook_local_destroy(void *local)
{
    rulebook_t *self = local;
    rulebook_destroy(&self);
}

/* The entry that holds `id`, else the one to overwrite: free, or longest unused. */
static struct entry *entry_for(rulebook_t *self, struct entry *entries, int64_t id)
{
    struct entry *oldest = &entries[0];
    for (int i = 0; i < RULEBOOK_KEEP; i++) {
        if (entries[i].used && entries[i].id == id) {
            entries[i].used = ++self->tick;
            return &entries[i];
        }
        if (entries[i].used < oldest->used)
            oldest = &entries[i];
    }
    return oldest;
}

/* Texts of used packs, kept until pack_read has returned. */
struct use_scope {
    pg_t *db;
    int64_t before_id;
    struct problem *problem;
    char **bodies;
    size_t count, cap;
};

/* Only packs loaded before this one count, so that a row always reads the same. The text must live
 * until pack_read has returned, hence the list. */
static rc_t use_pack(void *arg, const char *name, const char **ret_bytes, size_t *ret_len)
{
    struct use_scope *scope = arg;
    char *body = NULL;
    rc_t rc = rulebook_store_used(scope->db, name, scope->before_id, &body, scope->problem);
    if (rc != RC_OK)
        return rc;
    scope->bodies = mem_grow(scope->bodies, &scope->cap, scope->count + 1, sizeof(char *));
    scope->bodies[scope->count++] = body;
    *ret_bytes = body;
    *ret_len = strlen(body);
    return RC_OK;
}

/* *source borrows the scope only within this call. */
static rc_t read_with_uses(pg_t *db, int64_t before_id, struct pack_source *source,
                           pack_t **ret_pack, struct problem *problem)
{
    struct use_scope scope = { .db = db, .before_id = before_id, .problem = problem };
    source->use = use_pack;
    source->use_arg = &scope;
    rc_t rc = pack_read(source, ret_pack, problem);
    for (size_t i = 0; i < scope.count; i++)
        mem_free(scope.bodies[i]);
    mem_free(scope.bodies);
    return rc;
}

/* For a text that is not stored yet: every pack loaded so far may be used by it. Caller owns
 * *ret_pack. */
rc_t rulebook_read(pg_t *db, const char *bytes, size_t len, const char *file_name,
                   pack_t **ret_pack, struct problem *problem)
{
    struct pack_source source = { .bytes = bytes, .len = len, .file_name = file_name };
    return read_with_uses(db, INT64_MAX, &source, ret_pack, problem);
}

/* The name stands in messages, as a file's name would. */
static rc_t pack_of_row(pg_t *db, int64_t pack_id, pack_t **ret_pack, struct problem *problem)
{
    char *name = NULL;
    char *body = NULL;
    rc_t rc = rulebook_store_pack(db, pack_id, &name, &body, problem);
    if (rc != RC_OK)
        return rc;
    struct pack_source source = { .bytes = body, .len = strlen(body), .file_name = name };
    rc = read_with_uses(db, pack_id, &source, ret_pack, problem);
    mem_free(name);
    mem_free(body);
    return rc;
}

/* Read first, then replaced: a row that cannot be read costs no other its place. */
rc_t rulebook_pack(rulebook_t *self, pg_t *db, int64_t pack_id, const pack_t **ret_pack,
                   struct problem *problem)
{
    struct entry *entry = entry_for(self, self->packs, pack_id);
    if (!entry->pack || entry->id != pack_id) {
        pack_t *pack = NULL;
        rc_t rc = pack_of_row(db, pack_id, &pack, problem);
        if (rc != RC_OK)
            return rc;
        entry_clear(entry);
        *entry = (struct entry){ .id = pack_id, .used = ++self->tick, .pack = pack };
    }
    *ret_pack = entry->pack;
    return RC_OK;
}

/* Read first, then replaced, as for packs. */
rc_t rulebook_calendar(rulebook_t *self, pg_t *db, int64_t calendar_id,
                       const calendar_t **ret_calendar, struct problem *problem)
{
    struct entry *entry = entry_for(self, self->calendars, calendar_id);
    if (!entry->calendar || entry->id != calendar_id) {
        calendar_t *calendar = NULL;
        rc_t rc = rulebook_store_calendar(db, calendar_id, &calendar, problem);
        if (rc != RC_OK)
            return rc;
        entry_clear(entry);
        *entry = (struct entry){ .id = calendar_id, .used = ++self->tick, .calendar = calendar };
    }
    *ret_calendar = entry->calendar;
    return RC_OK;
}
