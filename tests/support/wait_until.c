#include "wait_until.h"

#include "clk.h"

bool wait_until(condition_fn *condition, void *arg, int64_t wait_ms)
{
    enum { POLL_MS = 3 };
    int64_t end = clk_mono_ms() + wait_ms;
    while (!condition(arg)) {
        if (clk_mono_ms() >= end)
            return false;
        clk_pause_ms(POLL_MS);
    }
    return true;
}
