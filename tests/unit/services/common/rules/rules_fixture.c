#include "rules_fixture.h"

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

static rc_t find_pack(void *arg, const char *name, const char **ret_bytes, size_t *ret_len)
{
    static const char *const SHIPPED[] = { "minhang-2024", "yifen-2026" };
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
    self->calendar = fixture_calendar();
    self->packs[0] = fixture_pack("minhang-2024");
    self->packs[1] = fixture_pack("yifen-2026");
}

void fixture_fini(struct fixture *self)
{
    calendar_destroy(&self->calendar);
    for (size_t i = 0; i < COUNT_OF(self->packs); i++)
        pack_destroy(&self->packs[i]);
}

static const pack_t *env_pack(void *arg, const char *name)
{
    struct fixture *self = arg;
    for (size_t i = 0; i < COUNT_OF(self->packs); i++)
        if (strcmp(self->packs[i]->name, name) == 0)
            return self->packs[i];
    return NULL;
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
