/* mlps-lifecycle: cycles, the seven phases and their rounds, gates, assessments, findings. */
#include "lifecycle_routes.h"

int main(int argc, char **argv)
{
    return service_main(&LIFECYCLE_SERVICE, argc, argv);
}
