/* The report process: everything it is stands in REPORT (report_routes.c). */
#include "report_handlers.h"

int main(int argc, char **argv)
{
    return service_main(&REPORT, argc, argv);
}
