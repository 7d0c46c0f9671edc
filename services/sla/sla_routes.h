/* The service, as its host and its tests take it. */
#ifndef SLA_ROUTES_H
#define SLA_ROUTES_H

#include "service_host.h"

extern const struct service_def SLA_SERVICE;

#endif
