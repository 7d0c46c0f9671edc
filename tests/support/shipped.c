#include "shipped.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ceilings.h"
#include "civil.h"
#include "ledger.h"
#include "memory.h"

static void die(const char *what, const char *why)
{
    fprintf(stderr, "shipped: could not read %s: %s\n", what, why);
    abort();
}

static char *read_file(const char *name, size_t *ret_len)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/schema/%s", MLPS_SOURCE_DIR, name);
    FILE *file = fopen(path, "re");
    if (!file)
        die(path, "it does not open");
    char *text = mem_new(MAX_PACK_BYTES + 1);
    *ret_len = fread(text, 1, MAX_PACK_BYTES, file);
    fclose(file);
    return text;
}

/* Texts of used packs live until the program ends: there is one. */
static rc_t use_pack(void *arg, const char *name, const char **ret_bytes, size_t *ret_len)
{
    char path[128];
    char **kept = arg;
    snprintf(path, sizeof(path), "packs/%s.yaml", name);
    mem_free(*kept);
    *kept = read_file(path, ret_len);
    *ret_bytes = *kept;
    return RC_OK;
}

static pack_t *read_pack(const char *name)
{
    char path[128];
    char *used = NULL;
    pack_t *pack = NULL;
    struct problem problem = { .rc = RC_OK };
    snprintf(path, sizeof(path), "packs/%s.yaml", name);
    struct pack_source source = { .file_name = path, .use = use_pack, .use_arg = &used };
    char *text = read_file(path, &source.len);
    source.bytes = text;
    if (pack_read(&source, &pack, &problem) != RC_OK)
        die(path, problem.text);
    mem_free(text);
    mem_free(used);
    return pack;
}

void shipped_open(struct shipped *self)
{
    struct problem problem = { .rc = RC_OK };
    size_t len;
    memset(self, 0, sizeof(*self));
    self->pack = read_pack("yifen-2026");
    char *csv = read_file("calendars/cn.csv", &len);
    if (calendar_read_csv("cn", "test", csv, len, &self->calendar, &problem) != RC_OK)
        die("calendars/cn.csv", problem.text);
    mem_free(csv);
    self->frame = (struct contract_frame){
        .id = 1,
        .pack_id = 1,
        .calendar_id = 1,
        .code = "yifen-2026",
        .total_fen = 718061200,
        .signed_on = test_day("2026-03-16"),
        .service_from = test_day("2026-03-16"),
        .service_to = test_day("2026-12-31"),
        .zone_minutes = LEDGER_ZONE,
        .pack = self->pack,
        .calendar = { .calendar = self->calendar, .makeup_works = true },
    };
}

void shipped_close(struct shipped *self)
{
    pack_destroy(&self->pack);
    calendar_destroy(&self->calendar);
}
