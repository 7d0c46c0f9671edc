/* What must hold of every service's table of operations. */
#ifndef ROUTE_CHECK_H
#define ROUTE_CHECK_H

#include "service_host.h"

/* Fail the running test unless the rows are sorted and unique by op, each has callers, a ceiling, a
 * handler and a line of help, and `readme` (a path) has a row "| `op` | W or nothing | help |" for
 * each and for no other. */
void route_check(const struct service_def *def, const char *readme);

#endif
