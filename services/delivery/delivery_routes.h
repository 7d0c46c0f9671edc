/* The service, as its host and its tests take it. */
#ifndef DELIVERY_ROUTES_H
#define DELIVERY_ROUTES_H

#include "service_host.h"

extern const struct service_def DELIVERY_SERVICE;

#endif
