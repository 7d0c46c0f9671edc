/* Rows of two plays matched by name. The shape of a list says which fields name a row and which only describe it; all others are
 * compared by value, so that a field which is added later is compared without a line here. */
#include "row_pairs.h"

#include <string.h>

#include "jsonx.h"
#include "memory.h"

/* Fields in every row that are no difference. */
static const char CONTRACT[] = "contract";

/* Whether a NULL-ended list has the field. */
static bool names(const char *const *fields, const char *key)
{
    for (; *fields; fields++)
        if (strcmp(*fields, key) == 0)
            return true;
    return false;
}

/* A text that is equal for rows of the same name. Caller frees. */
static char *key_of(const struct row_pairs *self, const json_t *row)
{
    json_t *parts = json_array();
    for (const char *const *key = self->shape->keys; *key; key++) {
        json_t *value = json_object_get(row, *key);
        json_array_append(parts, value ? value : json_null());
    }
    char *text = jsonx_text(parts);
    json_decref(parts);
    return text;
}

/* The name of a row, as every difference begins. */
static json_t *head_of(const struct row_pairs *self, const json_t *row)
{
    json_t *head = json_pack("{s:O?}", CONTRACT, json_object_get(row, CONTRACT));
    const char *const *const LISTS[] = { self->shape->keys, self->shape->labels };
    for (size_t i = 0; i < 2; i++)
        for (const char *const *key = LISTS[i]; *key; key++)
            if (json_object_get(row, *key))
                json_object_set(head, *key, json_object_get(row, *key));
    return head;
}

/* The fields of `row` that `other` has otherwise; all that are compared when there is no other. */
static json_t *rest_of(const struct row_pairs *self, json_t *row, const json_t *other)
{
    json_t *rest = json_object();
    const char *key;
    json_t *value;
    json_object_foreach(row, key, value)
    {
        if (strcmp(key, CONTRACT) != 0 && !names(self->shape->keys, key) && !names(self->shape->labels, key) &&
            !(other && json_equal(value, json_object_get(other, key))))
            json_object_set(rest, key, value);
    }
    return rest;
}

/* Either may be NULL. Both rows are taken. */
static void tell(struct row_pairs *self, json_t *first, json_t *against)
{
    json_t *left = first ? rest_of(self, first, against) : json_null();
    json_t *right = against ? rest_of(self, against, first) : json_null();
    if (!first || !against || json_object_size(left) > 0 || json_object_size(right) > 0) {
        json_t *difference = head_of(self, first ? first : against);
        json_object_set(difference, "first", left);
        json_object_set(difference, "against", right);
        self->each(&(struct row_pair){ first, against, difference }, self->arg);
        json_decref(difference);
    }
    json_decref(left);
    json_decref(right);
    json_decref(first);
    json_decref(against);
}

/* The object keeps the order of insertion, which is that of the list. */
void row_pairs_init(struct row_pairs *self, const struct pair_shape *shape, pair_fn *each, void *arg)
{
    *self = (struct row_pairs){ shape, each, arg, json_object() };
}

/* A repeated name would hide a row: the earlier one is told as missing instead. */
void row_pairs_first(struct row_pairs *self, json_t *row)
{
    char *key = key_of(self, row);
    json_t *before = json_object_get(self->waiting, key);
    if (before)
        tell(self, json_incref(before), NULL);
    json_object_set_new(self->waiting, key, row);
    mem_free(key);
}

/* What has met its pair waits no longer. */
void row_pairs_against(struct row_pairs *self, json_t *row)
{
    char *key = key_of(self, row);
    json_t *first = json_incref(json_object_get(self->waiting, key));
    json_object_del(self->waiting, key);
    mem_free(key);
    tell(self, first, row);
}

/* Clearing makes a second call harmless. */
void row_pairs_flush(struct row_pairs *self)
{
    const char *key;
    json_t *row;
    json_object_foreach(self->waiting, key, row)
        tell(self, json_incref(row), NULL);
    json_object_clear(self->waiting);
}

/* Nothing is told any more. */
void row_pairs_fini(struct row_pairs *self)
{
    json_decref(self->waiting);
    self->waiting = NULL;
}
