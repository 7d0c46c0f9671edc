/* Contracts of a few lines for the pure part of the forecast: what the statements would have given,
 * read by the code that reads them, under a pack whose penalties are easy to add up by hand. */
#ifndef FORECAST_FIXTURE_H
#define FORECAST_FIXTURE_H

#include "forecast_exposure.h"
#include "rules_fixture.h"

/* The seven phases of minhang-2024; each phase that is missed costs 1 %, each finding of medium
 * risk or more 2 % from the second on, all together at most 5 % of 10,000,000 fen. */
enum { GROUND_TOTAL = 10000000, GROUND_PERCENT = GROUND_TOTAL / 100 };

struct forecast_ground {
    calendar_t *calendar;
    pack_t *pack;
    struct contract_frame frame;
    struct forecast forecast;
    struct course_row *rows; /* room for one course */
};

/* The forecast of `facts`, JSON with ' for ", on `today`, looking 30 working days ahead,
 * capacity 3. Dates are written as dates; lists that are left out are empty. Teams are "a" (one
 * engineer, 甲) and "b" (two, 乙 and 丙), systems 1 and 2 are of "a", 3 of "b", unless the facts
 * say otherwise. Ends the test where the facts do not read. */
void ground_open(struct forecast_ground *self, const char *today, const char *facts);
/* The same under the pack of this name. */
void ground_open_pack(struct forecast_ground *self, const char *pack, const char *today,
                      const char *facts);
void ground_close(struct forecast_ground *self);
/* The same facts as JSON as forecast_read takes it; owned. */
json_t *ground_facts(const char *facts);

/* Play the plan into self->rows. */
void ground_plan(struct forecast_ground *self);
/* The item with this code, or else with this title; ends the test when there is none. */
size_t ground_item(const struct forecast_ground *self, const char *name);

#endif
