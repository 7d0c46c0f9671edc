/* mlps-export: the worker, or its benchmark, which needs neither database nor bus. It is one
 * program, so that what is measured is what runs. */
#include <string.h>

#include "bench.h"
#include "export_step.h"

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--bench") == 0)
        return bench_main(argc, argv);
    return worker_main(&EXPORT_WORKER, argc, argv);
}
