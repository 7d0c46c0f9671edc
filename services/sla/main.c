/* mlps-sla: facts, incidents and their clocks, cases, penalties, payments. */
#include "sla_routes.h"

int main(int argc, char **argv)
{
    return service_main(&SLA_SERVICE, argc, argv);
}
