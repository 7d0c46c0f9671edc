#include "registry_handlers.h"

int main(int argc, char **argv)
{
    return service_main(&REGISTRY, argc, argv);
}
