#include "portfolio.h"

#include <stdlib.h>

#include "memory.h"
#include "shipped.h"

static void load_pack(struct bench *registry, const char *path)
{
    char *yaml = shipped_text(path, NULL);
    json_decref(bench_ok(registry, "pack.load", "{s:s, s:s}", "yaml", yaml, "file", path));
    mem_free(yaml);
}

void portfolio_load(struct bench *registry)
{
    char *csv = shipped_text("calendars/cn.csv", NULL);
    json_decref(bench_ok(registry, "calendar.load", "{s:s, s:s, s:s}", "code", "cn", "version",
                         "2026", "csv", csv));
    mem_free(csv);
    load_pack(registry, "packs/minhang-2024.yaml");
    load_pack(registry, "packs/yifen-2026.yaml");
}

void portfolio_open(struct bench *registry)
{
    portfolio_load(registry);
    json_decref(bench_ok(registry, "contract.open", "{s:s, s:s}", "pack", "yifen-2026", "signed",
                         "2026-03-16"));
}

json_t *portfolio_pack(struct bench *registry, const char *yaml)
{
    return bench_ok(registry, "pack.load", "{s:s, s:s}", "yaml", yaml, "file", "test.yaml");
}
