/* The description of the API, made from the route table. */
#ifndef OPENAPI_H
#define OPENAPI_H

#include <jansson.h>

#include "gateway_routes.h"

/* An OpenAPI 3.1 document of the rows; owned by the caller. */
json_t *openapi_make(const struct route *routes, size_t count);

#endif
