/* The deadline worker process. */
#include "deadline_step.h"

int main(int argc, char **argv)
{
    return worker_main(&DEADLINE_WORKER, argc, argv);
}
