#include "rules_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "civil.h"
#include "memory.h"

NO_RETURN static void give_up(const char *what, const char *why)
{
    fprintf(stderr, "fixture: %s: %s\n", what, why);
    exit(99);
}

char *fixture_file(const char *path, size_t *ret_len)
{
    char full[1024];
    snprintf(full, sizeof(full), "%s/%s", MLPS_SOURCE_DIR, path);
    FILE *file = fopen(full, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        give_up(full, "cannot be read");
    long size = ftell(file);
    rewind(file);
    char *bytes = mem_new((size_t)size + 1);
    *ret_len = fread(bytes, 1, (size_t)size, file);
    fclose(file);
    return bytes;
}

size_t fixture_glob(const char *pattern, glob_t *ret_paths)
{
    char full[1024];
    snprintf(full, sizeof(full), "%s/%s", MLPS_SOURCE_DIR, pattern);
    if (glob(full, 0, NULL, ret_paths) != 0)
        give_up(full, "matches no file");
    return strlen(MLPS_SOURCE_DIR) + 1;
}

calendar_t *fixture_calendar(void)
{
    size_t len;
    calendar_t *calendar = NULL;
    struct problem problem = { .rc = RC_OK };
    char *bytes = fixture_file("schema/calendars/cn.csv", &len);
    if (calendar_read_csv("cn", "test", bytes, len, &calendar, &problem) != RC_OK)
        give_up("cn.csv", problem.text);
    mem_free(bytes);
    return calendar;
}

enum { USED_MAX = 4 };
struct used { /* texts handed to pack_read, freed after it */
    char *texts[USED_MAX];
    size_t count;
};

static const char *const SHIPPED[FIXTURE_PACKS] = { "minhang-2024", "yifen-2026", "rsj-2022",
                                                    "sfj-2024", "langfang-2025" };

static rc_t find_pack(void *arg, const char *name, const char **ret_bytes, size_t *ret_len)
{
    struct used *used = arg;
    char path[256];
    for (size_t i = 0; i < COUNT_OF(SHIPPED); i++) {
        if (strcmp(SHIPPED[i], name) != 0 || used->count == USED_MAX)
            continue;
        snprintf(path, sizeof(path), "schema/packs/%s.yaml", name);
        used->texts[used->count] = fixture_file(path, ret_len);
        *ret_bytes = used->texts[used->count++];
        return RC_OK;
    }
    return RC_NOT_FOUND;
}

static rc_t read_pack(struct pack_source source, pack_t **ret_pack, struct problem *problem)
{
    struct used used = { .count = 0 };
    source.use = find_pack;
    source.use_arg = &used;
    rc_t rc = pack_read(&source, ret_pack, problem);
    for (size_t i = 0; i < used.count; i++)
        mem_free(used.texts[i]);
    return rc;
}

pack_t *fixture_pack(const char *name)
{
    char path[256];
    size_t len;
    pack_t *pack = NULL;
    struct problem problem = { .rc = RC_OK };
    snprintf(path, sizeof(path), "schema/packs/%s.yaml", name);
    char *bytes = fixture_file(path, &len);
    struct pack_source source = { .bytes = bytes, .len = len, .file_name = path };
    if (read_pack(source, &pack, &problem) != RC_OK)
        give_up(name, problem.text);
    mem_free(bytes);
    return pack;
}

rc_t fixture_pack_text(const char *text, pack_t **ret_pack, struct problem *problem)
{
    struct pack_source source = { .bytes = text, .len = strlen(text), .file_name = "t.yaml" };
    return read_pack(source, ret_pack, problem);
}

int32_t day_of(const char *date)
{
    int32_t day;
    if (!civil_parse_date(date, &day))
        give_up(date, "no date");
    return day;
}

int64_t instant_of(const char *text)
{
    int64_t us;
    if (!civil_parse_instant(text, &us))
        give_up(text, "no instant");
    return us;
}

void fixture_init(struct fixture *self)
{
    memset(self, 0, sizeof(*self));
    self->calendar = fixture_calendar();
    self->packs[0] = fixture_pack(SHIPPED[0]);
    self->packs[1] = fixture_pack(SHIPPED[1]);
}

void fixture_fini(struct fixture *self)
{
    calendar_destroy(&self->calendar);
    for (size_t i = 0; i < COUNT_OF(self->packs); i++)
        pack_destroy(&self->packs[i]);
    pack_destroy(&self->extra);
}

static const pack_t *env_pack(void *arg, const char *name)
{
    struct fixture *self = arg;
    for (size_t i = 0; i < FIXTURE_PACKS; i++) {
        if (strcmp(SHIPPED[i], name) != 0)
            continue;
        if (!self->packs[i])
            self->packs[i] = fixture_pack(name);
        return self->packs[i];
    }
    return strcmp(name, "t") == 0 ? self->extra : NULL;
}

static const calendar_t *env_calendar(void *arg, const char *code)
{
    struct fixture *self = arg;
    return strcmp(code, "cn") == 0 ? self->calendar : NULL;
}

struct eval_env fixture_env(struct fixture *self)
{
    return (struct eval_env){ env_pack, env_calendar, self };
}

/* ---- tables ---- */

static const char HEAD[] = "pack: t\nversion: 1\ntitle: t\nzone: Asia/Shanghai\n"
                           "calendar: {base: cn, makeup_days: true}\n";

void fixture_extra(struct fixture *self, const char *sections)
{
    char text[8192];
    struct problem problem = { .rc = RC_OK };
    pack_destroy(&self->extra);
    snprintf(text, sizeof(text), "%s%s", HEAD, sections);
    if (fixture_pack_text(text, &self->extra, &problem) != RC_OK)
        give_up("extra pack", problem.text);
}

/* Whether the pack is refused as the row says; tells what it was instead. */
static bool is_as_said(const struct mistake *row)
{
    char text[8192];
    pack_t *pack = NULL;
    struct problem problem = { .rc = RC_OK };
    snprintf(text, sizeof(text), "%s%s", HEAD, row->yaml);
    rc_t rc = fixture_pack_text(text, &pack, &problem);
    bool as_said = (rc == RC_OK) == (row->want == NULL) && (pack != NULL) == (rc == RC_OK) &&
                   (!row->want || strcmp(problem.text, row->want) == 0);
    if (!as_said)
        print_error("%s: \"%s\", wanted \"%s\"\n", row->name, problem.text,
                    row->want ? row->want : "it to read");
    pack_destroy(&pack);
    return as_said;
}

void check_mistakes(const struct mistake *rows, size_t count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++)
        wrong += !is_as_said(&rows[i]);
    assert_int_equal(wrong, 0);
}

bool json_covers(const json_t *want, const json_t *got)
{
    const char *key;
    json_t *value;
    if (json_is_array(want)) {
        if (!json_is_array(got) || json_array_size(got) != json_array_size(want))
            return false;
        for (size_t i = 0; i < json_array_size(want); i++)
            if (!json_covers(json_array_get(want, i), json_array_get(got, i)))
                return false;
        return true;
    }
    if (!json_is_object(want))
        return json_equal(want, got);
    json_object_foreach((json_t *)(uintptr_t)want, key,
                        value) if (!json_covers(value, json_object_get(got, key))) return false;
    return true;
}

json_t *fixture_answer(struct fixture *fixture, const char *rule, const json_t *input)
{
    struct problem problem = { .rc = RC_OK };
    struct eval_env env = fixture_env(fixture);
    json_t *result = NULL;
    rc_t rc = kinds_eval(&env, rule, input, &result, &problem);
    if (rc == RC_OK)
        return result;
    return json_pack("{s:{s:s, s:s, s:s}}", "error", "code", rc_word(rc), "field", problem.field,
                     "message", problem.text);
}

static json_t *json_of(const char *name, const char *text)
{
    json_error_t why;
    json_t *json = json_loads(text, 0, &why);
    if (!json)
        fail_msg("%s: bad JSON in the test: %s", name, why.text);
    return json;
}

/* Whether the rule answers as the row says; tells what it was instead. */
static bool is_answered(struct fixture *fixture, const struct question *row)
{
    json_t *input = json_of(row->name, row->input);
    json_t *want = json_of(row->name, row->want);
    json_t *got = fixture_answer(fixture, row->rule, input);
    bool answered = json_covers(want, got);
    if (!answered) {
        char *text = json_dumps(got, JSON_COMPACT | JSON_ENCODE_ANY);
        print_error("%s: got %s\n", row->name, text);
        mem_free(text);
    }
    json_decref(got);
    json_decref(want);
    json_decref(input);
    return answered;
}

void check_answers(struct fixture *fixture, const struct question *rows, size_t count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++)
        wrong += !is_answered(fixture, &rows[i]);
    assert_int_equal(wrong, 0);
}

int fixture_setup(void **state)
{
    struct fixture *fixture = mem_new(sizeof(*fixture));
    fixture_init(fixture);
    *state = fixture;
    return 0;
}

int fixture_teardown(void **state)
{
    fixture_fini(*state);
    mem_free(*state);
    return 0;
}
