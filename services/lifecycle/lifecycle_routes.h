/* The service, as its host and its tests take it. */
#ifndef LIFECYCLE_ROUTES_H
#define LIFECYCLE_ROUTES_H

#include "service_host.h"

extern const struct service_def LIFECYCLE_SERVICE;

#endif
