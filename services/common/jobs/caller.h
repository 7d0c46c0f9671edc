/* Who calls: from the name that the broker authenticated to the roles a route asks for. */
#ifndef CALLER_H
#define CALLER_H

#include <stdint.h>

/* Roles of a caller's name ("gateway", "cli", "registry", "deadline", ...); 0 for an unknown one.
 * The empty name is a bus without CURVE, which only tests and --insecure have: all roles. */
uint32_t caller_roles(const char *caller);

#endif
