/* The real contract on a bench of the registry: calendar, packs, 39 systems. */
#ifndef PORTFOLIO_H
#define PORTFOLIO_H

#include "bench.h"

#define PORTFOLIO_NOW "2026-06-15T09:00:00+08:00"

/* Load calendar "cn" and the packs minhang-2024 and yifen-2026. */
void portfolio_load(struct bench *registry);
/* The same, and open contract "yifen-2026", signed 2026-03-16. */
void portfolio_open(struct bench *registry);
/* Load a pack of the tests from its text; gives the owned reply. */
json_t *portfolio_pack(struct bench *registry, const char *yaml);

#endif
