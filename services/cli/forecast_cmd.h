/* `mlps forecast`: what collides, who has too much, what it could cost, and when it will end. */
#ifndef FORECAST_CMD_H
#define FORECAST_CMD_H

#include "commands.h"

/* The command; returns the exit code. */
int cmd_forecast(struct context *context, const struct command *command);
/* Print a reply of forecast.get for a person. */
void forecast_print(const struct context *context, const json_t *forecast);

#endif
