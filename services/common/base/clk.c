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

struct clk clk_system(void)
{
    return (struct clk){ .fixed = false };
}

struct clk clk_fixed(int64_t at_us)
{
    return (struct clk){ .fixed = true, .at_us = at_us };
}

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

int64_t clk_now(const struct clk *self)
{
    return self->fixed ? self->at_us : read_us(CLOCK_REALTIME);
}

int64_t clk_mono_us(void)
{
    return read_us(CLOCK_MONOTONIC);
}

int64_t clk_mono_ms(void)
{
    return clk_mono_us() / 1000;
}

void clk_pause_ms(int64_t ms)
{
    struct timespec ts = { ms / 1000, ms % 1000 * 1000000 };
    nanosleep(&ts, NULL);
}
