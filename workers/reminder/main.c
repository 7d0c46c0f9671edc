/* The reminder worker process. */
#include "reminder_step.h"

int main(int argc, char **argv)
{
    return worker_main(&REMINDER_WORKER, argc, argv);
}
