/* The scheduler process. */
#include "scheduler_step.h"

int main(int argc, char **argv)
{
    return worker_main(&SCHEDULER_WORKER, argc, argv);
}
