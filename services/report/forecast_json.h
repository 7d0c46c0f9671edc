/* A forecast as the reply shows it; services/report/README.md describes it. Each gives an owned
 * tree. */
#ifndef FORECAST_JSON_H
#define FORECAST_JSON_H

#include "forecast_bands.h"
#include "forecast_collide.h"
#include "forecast_load.h"

/* One thing that falls due, on `due`. */
json_t *forecast_item_json(const struct forecast *forecast, const struct forecast_item *item,
                           int32_t due);
enum { COLLISION_ITEMS_SHOWN = 20 };
/* A collision with at most COLLISION_ITEMS_SHOWN of its items; `cost_fen` is what missing all of
 * them would add. */
json_t *forecast_collision_json(const struct forecast *forecast,
                                const struct forecast_collisions *collisions, size_t index,
                                const struct course_row *rows, int64_t cost_fen);
/* Days, weeks, and the loads of each owner that has any. */
json_t *forecast_load_json(const struct forecast *forecast, const struct forecast_load *load);
/* What missing one open deadline would be. */
json_t *forecast_miss_json(const struct forecast *forecast, size_t index,
                           const struct miss_ruling *ruling, const struct forecast_bands *bands);
/* The bands of the contract, its teams and its systems. */
json_t *forecast_bands_json(const struct forecast *forecast, const struct forecast_bands *bands);
/* The rates by which things came up that are not planned, and what they were made of. */
json_t *forecast_rates_json(const struct forecast_rates *rates);
/* The distributions that lateness was drawn from. */
json_t *forecast_history_json(const struct forecast_spreads *spreads);

#endif
