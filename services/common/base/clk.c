#include "clk.h"

#include <stddef.h>
#include <time.h>

#include "civil.h"

/* Cannot fail for the clocks that we ask. */
static int64_t read_us(clockid_t id)
{
    struct timespec ts = { 0, 0 };
    clock_gettime(id, &ts);
    return (int64_t)ts.tv_sec * US_PER_SECOND + ts.tv_nsec / 1000;
}

/* Business time follows the machine; for durations see clk_mono_us. */
struct clk clk_system(void)
{
    return (struct clk){ .fixed = false };
}

/* Never moves: who wants another instant makes another clock. */
struct clk clk_fixed(int64_t at_us)
{
    return (struct clk){ .fixed = true, .at_us = at_us };
}

/* No text means the machine's clock, so that an absent option needs no case at its reader. */
bool clk_from_text(const char *text, struct clk *ret_clk)
{
    int64_t at;
    if (text == NULL || *text == '\0') {
        *ret_clk = clk_system();
        return true;
    }
    if (!civil_parse_instant(text, &at))
        return false;
    *ret_clk = clk_fixed(at);
    return true;
}

/* For what is stored and ruled on. Two readings of the system's clock may go back (FI-12). */
int64_t clk_now(const struct clk *self)
{
    return self->fixed ? self->at_us : read_us(CLOCK_REALTIME);
}

/* For durations and timers only: it never goes back and has no relation to dates. */
int64_t clk_mono_us(void)
{
    return read_us(CLOCK_MONOTONIC);
}

/* The unit of deadlines and timers throughout. */
int64_t clk_mono_ms(void)
{
    return clk_mono_us() / 1000;
}

/* May end early by a signal: callers look at their condition again. */
void clk_pause_ms(int64_t ms)
{
    struct timespec ts = { ms / 1000, ms % 1000 * 1000000 };
    nanosleep(&ts, NULL);
}
