/* The only place that reads a clock. Business time can be given (tests, demo, simulation); machine
 * time for timers cannot. Leases and locks use the database's clock, never this one. */
#ifndef CLK_H
#define CLK_H

#include <stdbool.h>
#include <stdint.h>

struct clk {
    bool fixed;      /* business time stands still at `at_us` */
    int64_t at_us;   /* instant of a fixed clock, microseconds since 1970 */
};

/* Business clock that follows the machine's. */
struct clk clk_system(void);
/* Business clock that stands at an instant. */
struct clk clk_fixed(int64_t at_us);
/* A fixed clock when `text` is an RFC 3339 instant, the system's when it is NULL or "". False for
 * anything else; *ret_clk is then unchanged. */
bool clk_from_text(const char *text, struct clk *ret_clk);
/* Business time, microseconds since 1970. */
int64_t clk_now(const struct clk *self);
/* Milliseconds of a clock that never goes back; for timers and time-outs only. */
int64_t clk_mono_ms(void);
/* The same in microseconds, for measuring. */
int64_t clk_mono_us(void);
/* Wait for `ms`. For back-off in supervisors and clients; a step never waits. */
void clk_pause_ms(int64_t ms);

#endif
