/* The process mlps-registry: all that it can do stands in the table of registry_routes.c. */
#include "registry_handlers.h"

int main(int argc, char **argv)
{
    return service_main(&REGISTRY, argc, argv);
}
