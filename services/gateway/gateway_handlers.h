/* What answers the rows of the route table. Each takes the exchange over and answers it exactly
 * once, now or when the bus has answered. */
#ifndef GATEWAY_HANDLERS_H
#define GATEWAY_HANDLERS_H

#include "gateway_routes.h"

/* The row's operation with the call's arguments; its result is the response, with an ETag (the
 * row's `version`, if any, and a hash of the content) that If-None-Match answers with 304 on GET.
 * The same for a change, whose answer is the row as it is now. */
route_fn on_relay;
/* The same for a row that makes something: its answer has the place of what was made. */
route_fn on_create;
/* The file of a finished export, streamed; 409 export_not_ready before that. */
route_fn on_export_file;
/* A calendar feed as text, with an ETag; kept by the one who asked only, and asked for again each
 * time, so that a revoked link is dead at once. */
route_fn on_calendar;
/* Server-sent events; Last-Event-ID goes before `after`. */
route_fn on_events;
/* The route table as OpenAPI. */
route_fn on_openapi;
/* The process lives: answers without asking anybody. */
route_fn on_healthz;
/* Bus, services and database answer. */
route_fn on_readyz;
/* Counters. */
route_fn on_metrics;

#endif
