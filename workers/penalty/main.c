/* The penalty worker process. */
#include "penalty_step.h"

int main(int argc, char **argv)
{
    return worker_main(&PENALTY_WORKER, argc, argv);
}
