#include "args.h"

#include <stdint.h>
#include <string.h>

#include "page.h"

/* Whether some row takes `key`; a page takes two. */
static bool is_known(const struct arg_row *rows, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].key, key) == 0 ||
            (rows[i].kind == ARG_PAGE && strcmp(key, "limit") == 0))
            return true;
    return false;
}

/* Before anything is read: a misspelt optional field would otherwise silently have no effect. */
static rc_t refuse_unknown(const json_t *args, const struct arg_row *rows, size_t count,
                           struct problem *problem)
{
    json_t *object = (json_t *)(uintptr_t)args; /* jansson's iterators take no const */
    for (void *it = json_object_iter(object); it; it = json_object_iter_next(object, it)) {
        const char *key = json_object_iter_key(it);
        if (!is_known(rows, count, key))
            return problem_set(problem, RC_INVALID, key, "unknown field \"%s\"", key);
    }
    return RC_OK;
}

/* `most` is in characters; NULL in the member when absent. */
static rc_t read_text(const json_t *args, const struct arg_row *row, void *member,
                      struct problem *problem)
{
    return jsonx_text_field(args, row->key, row->need, (size_t)row->most, member, problem);
}

/* Codes stand in topics, paths and file names, hence the narrow alphabet. A leading dash would look
 * like an option. */
static rc_t read_code(const json_t *args, const struct arg_row *row, void *member,
                      struct problem *problem)
{
    const char *code = NULL;
    rc_t rc = read_text(args, row, &code, problem);
    if (rc == RC_OK && code &&
        (*code == '-' || code[strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0'))
        rc = problem_set(problem, RC_INVALID, row->key,
                         "\"%s\" must be a code of a-z, 0-9 and -, not beginning with -", row->key);
    if (rc == RC_OK)
        *(const char **)member = code;
    return rc;
}

/* `most` is in bytes, not characters: it bounds what is parsed afterwards. Line breaks are allowed,
 * unlike in texts. Borrowed from the arguments. */
static rc_t read_document(const json_t *args, const struct arg_row *row, void *member,
                          struct problem *problem)
{
    const json_t *value = json_object_get(args, row->key);
    if ((!value || json_is_null(value)) && row->need == JSON_OPTIONAL) {
        *(struct document *)member = (struct document){ 0 };
        return RC_OK;
    }
    size_t len = json_string_length(value);
    if (!json_is_string(value) || len == 0)
        return problem_set(problem, RC_INVALID, row->key, "\"%s\" must be text, not empty",
                           row->key);
    if (len > (size_t)row->most)
        return problem_set(problem, RC_TOO_LARGE, row->key, "\"%s\" is larger than %lld bytes",
                           row->key, (long long)row->most);
    *(struct document *)member = (struct document){ json_string_value(value), len };
    return RC_OK;
}

/* Both bounds are part of the row and of the message. */
static rc_t read_int(const json_t *args, const struct arg_row *row, void *member,
                     struct problem *problem)
{
    return jsonx_int_field(args, row->key, row->need, row->least, row->most, member, problem);
}

/* The member keeps its default when the field is absent. */
static rc_t read_bool(const json_t *args, const struct arg_row *row, void *member,
                      struct problem *problem)
{
    return jsonx_bool_field(args, row->key, row->need, member, problem);
}

/* Days since 1970; the member keeps its default when the field is absent. */
static rc_t read_date(const json_t *args, const struct arg_row *row, void *member,
                      struct problem *problem)
{
    return jsonx_date_field(args, row->key, row->need, member, problem);
}

/* Microseconds since 1970; the member keeps its default when the field is absent. */
static rc_t read_instant(const json_t *args, const struct arg_row *row, void *member,
                         struct problem *problem)
{
    return jsonx_instant_field(args, row->key, row->need, member, problem);
}

/* Borrowed from the arguments; its content is the handler's to judge. */
static rc_t read_object(const json_t *args, const struct arg_row *row, void *member,
                        struct problem *problem)
{
    return jsonx_tree_field(args, row->key, row->need, JSON_OBJECT, member, problem);
}

/* `most` entries, so that a handler's loop is bounded before it begins. Borrowed. */
static rc_t read_list(const json_t *args, const struct arg_row *row, void *member,
                      struct problem *problem)
{
    const json_t *list = NULL;
    rc_t rc = jsonx_tree_field(args, row->key, row->need, JSON_ARRAY, &list, problem);
    if (rc == RC_OK && json_array_size(list) > (size_t)row->most)
        rc = problem_set(problem, RC_TOO_LARGE, row->key, "\"%s\" has more than %lld entries",
                         row->key, (long long)row->most);
    if (rc == RC_OK)
        *(const json_t **)member = list;
    return rc;
}

/* A row of this kind uses `most` for the number of keys and `least` for where the first page
 * starts. */
static rc_t read_page(const json_t *args, const struct arg_row *row, void *member,
                      struct problem *problem)
{
    return page_read(args, (int)row->most, row->least, member, problem);
}

typedef rc_t read_fn(const json_t *args, const struct arg_row *row, void *member,
                     struct problem *problem);

/* By enum arg_kind: a new kind is a reader and a row here. */
static read_fn *const READERS[] = {
    [ARG_TEXT] = read_text,       [ARG_CODE] = read_code,     [ARG_DOCUMENT] = read_document,
    [ARG_INT] = read_int,         [ARG_BOOL] = read_bool,     [ARG_DATE] = read_date,
    [ARG_INSTANT] = read_instant, [ARG_OBJECT] = read_object, [ARG_LIST] = read_list,
    [ARG_PAGE] = read_page,
};

/* One member of any kind: where a row is read to when only its verdict counts. */
union member {
    const char *text;
    struct document document;
    int64_t number;
    bool flag;
    int32_t day;
    const json_t *tree;
    struct page page;
};

/* Whether every row can be read. Readers depend on nothing but `args` and their row, so what this
 * lets pass is read the same way again. */
static rc_t judge(const json_t *args, const struct arg_row *rows, size_t count,
                  struct problem *problem)
{
    rc_t rc = refuse_unknown(args, rows, count, problem);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        union member unused = { .page = { .limit = 0 } };
        rc = READERS[rows[i].kind](args, &rows[i], &unused, problem);
    }
    return rc;
}

/* What the arguments do not say. */
static void begin(struct arg_target target)
{
    if (target.blank)
        memcpy(target.ret, target.blank, target.size);
    else
        memset(target.ret, 0, target.size);
}

/* Twice over the same rows is cheaper than a copy of every caller's struct, and bounds nothing but
 * one member. */
rc_t args_read(const json_t *args, const struct arg_row *rows, size_t count,
               struct arg_target target, struct problem *problem)
{
    rc_t rc = judge(args, rows, count, problem);
    if (rc == RC_OK)
        begin(target);
    for (size_t i = 0; rc == RC_OK && i < count; i++)
        rc = READERS[rows[i].kind](args, &rows[i], (char *)target.ret + rows[i].at, problem);
    return rc;
}
