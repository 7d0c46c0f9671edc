/* What a person sees of a simulation's outcome. */
#ifndef SIMULATE_SHOW_H
#define SIMULATE_SHOW_H

#include <jansson.h>
#include <stdio.h>

#include "table_print.h"

/* Totals and the workload of everybody. */
void simulate_show(FILE *out, const json_t *outcome, struct table_style style);
/* Of a comparison: both totals side by side, then what differs, list by list; an empty list is left out. */
void simulate_show_comparison(FILE *out, const json_t *outcome, struct table_style style);

#endif
