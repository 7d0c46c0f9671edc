/* `mlps bench deadlines`: two promises of the deadline worker. A step costs what is due and not
 * what is open, so the same number due is timed with a thousand and with a million open; and a
 * breach is told within a second and never early, so deadlines come due one by one while the real
 * process runs on the machine's clock.
 *
 * The fills are apart in time: each round finds its own DUE deadlines and leaves nothing for the
 * next, and those of the first figure lie 400 days ahead, where the process of the second one does
 * not look. */
#include "bench_deadlines.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench_deadlines_store.h"
#include "bench_times.h"
#include "civil.h"
#include "deadline_step.h"
#include "event_bus.h"
#include "memory.h"
#include "parse.h"
#include "run_broker.h"
#include "spawn.h"
#include "temp_folder.h"
#include "temp_up.h"

/* A step of the worker is a batch: so many deadlines are due together that their warnings and breaches fill one. */
enum {
    OPEN_DEFAULT = 1000000,
    OPEN_LEAST = 2000,
    OPEN_MOST = 10000000,
    OPEN_SMALL = 1000,
    STEPS_EACH = 2, /* of a deadline that is due: the warning and the breach */
    DUE = DEADLINE_BATCH / STEPS_EACH,
    ROUNDS = 8,
    STEADY = 300,         /* deadlines of the second figure */
    STEADY_EVERY_MS = 20, /* from one to the next */
    STEADY_WAIT_MS = 10000,
    WARM_UP_MS = 3000,
};
#define HOUR_US (INT64_C(3600) * US_PER_SECOND)

/* What a step took over the rounds. On a machine that others use too the quickest says more than the middle one. */
struct step_cost {
    int64_t median_us, best_us;
};

struct bench_due {
    int64_t open;
    pg_t *db; /* as the owner */
    const char *dsn;
    struct due_fill fill;      /* what was opened last */
    struct step_cost small, large;
    int64_t late_us[STEADY];
    size_t seen, early;
};

/* ---- the cost of a step ---- */

/* The step that the process would take at that time, and how long it took. What it asks for next is the next round's. */
static rc_t time_step(pg_t *db, int64_t now_us, int64_t *ret_us, struct problem *problem)
{
    int64_t next = now_us;
    int64_t start = clk_mono_us();
    rc_t rc = worker_step(&DEADLINE_WORKER, db, now_us, NULL, &next, problem);
    *ret_us = clk_mono_us() - start;
    if (rc == RC_OK && next <= now_us)
        return problem_set(problem, RC_INTERNAL, NULL, "a step left something due");
    return rc;
}

/* On a connection of its own, as the worker has one: plans made for a small table do not serve the large one. */
static rc_t time_rounds(const struct bench_due *self, struct step_cost *ret_cost, struct problem *problem)
{
    int64_t us[ROUNDS] = { 0 }, ignored;
    pg_t *db = pg_new(&(struct pg_conf){ .dsn = self->dsn, .process = "mlps-bench" });
    rc_t rc = time_step(db, self->fill.at_us - HOUR_US, &ignored, problem); /* connects and prepares */
    for (int64_t round = 0; rc == RC_OK && round < ROUNDS; round++)
        rc = time_step(db, self->fill.at_us + round * HOUR_US + HOUR_US / 2, &us[round], problem);
    pg_destroy(&db);
    *ret_cost = (struct step_cost){ .median_us = bench_median(us, ROUNDS), .best_us = us[0] };
    return rc;
}

/* Open `count` more, of which every round finds DUE due, scattered among all of these; then take the rounds. */
static rc_t measure_open(struct bench_due *self, int64_t count, struct step_cost *ret_cost, struct problem *problem)
{
    struct due_fill *fill = &self->fill;
    fill->first = fill->last + 1;
    fill->last = fill->first + count - 1;
    /* due ones stand scattered among the others: side by side they would share pages and flatter
     * the large table */
    fill->stride = count / ((int64_t)DUE * ROUNDS);
    fill->due = (int64_t)DUE * ROUNDS;
    fill->turns = ROUNDS;
    fill->at_us += 2 * ROUNDS * HOUR_US;
    fill->apart_us = HOUR_US;
    rc_t rc = bench_due_fill(self->db, fill, problem);
    return rc == RC_OK ? time_rounds(self, ret_cost, problem) : rc;
}

/* ---- how late ---- */

/* One that came is asked for its instant: the event says which it was, the database when it was
 * due. `seen` is bounded by the array, so a stray event cannot write past it. */
static rc_t note_breach(struct bench_due *self, const char *json, int64_t now_us, struct problem *problem)
{
    json_t *event = json_loads(json, 0, NULL);
    int64_t when, id = json_integer_value(json_object_get(event, "subject_id"));
    json_decref(event);
    rc_t rc = bench_due_when(self->db, id, &when, problem);
    if (rc != RC_OK || self->seen == STEADY)
        return rc;
    self->early += now_us < when;
    self->late_us[self->seen++] = now_us - when;
    return RC_OK;
}

/* Until all have come, or none for too long. */
static rc_t await_breaches(struct bench_due *self, event_sub_t *sub, struct problem *problem)
{
    const struct clk clk = clk_system();
    const char *topic, *json;
    rc_t rc = RC_OK;
    while (rc == RC_OK && self->seen < STEADY) {
        if (event_sub_next(sub, STEADY_WAIT_MS, -1, &topic, &json) != RC_OK)
            return problem_set(problem, RC_TIMEOUT, NULL, "%zu of %d breaches were told", self->seen,
                               (int)STEADY);
        rc = note_breach(self, json, clk_now(&clk), problem);
    }
    return rc;
}

/* Deadlines that come due one after the other while the process runs on the machine's clock, with all the others open. */
static rc_t run_steady(struct bench_due *self, const struct bus_conf *bus, struct problem *problem)
{
    static const char *const TOPICS[] = { "bench/deadline.breached", NULL };
    const struct clk clk = clk_system();
    struct due_fill *fill = &self->fill;
    event_sub_t *sub = event_sub_new(bus, TOPICS);
    fill->first = fill->last + 1;
    fill->last = fill->first + STEADY - 1;
    fill->stride = 1;
    fill->due = fill->turns = STEADY;
    fill->apart_us = STEADY_EVERY_MS * 1000;
    fill->at_us = clk_now(&clk) + WARM_UP_MS * 1000;
    rc_t rc = bench_due_fill(self->db, fill, problem);
    if (rc == RC_OK)
        rc = await_breaches(self, sub, problem);
    event_sub_destroy(&sub);
    return rc;
}

/* The process that `up` would start, with the environment that it would have. */
static rc_t with_process(struct bench_due *self, const struct up *up, const struct bus_conf *bus,
                         struct problem *problem)
{
    char path[PATH_TEXT];
    char *argv[] = { path, NULL };
    struct spawn spawn = { .layout = &up->layout, .name = "deadline", .argv = argv, .death_signal = SIGKILL };
    pid_t pid;
    int out;
    if (!own_program("mlps-deadline", path))
        return problem_set(problem, RC_INTERNAL, NULL, "the path of mlps-deadline is too long");
    up_environment(up, /* now= */ NULL);
    rc_t rc = spawn_process(&spawn, &pid, &out, problem);
    if (rc != RC_OK)
        return rc;
    rc = run_steady(self, bus, problem);
    kill(pid, SIGTERM);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    close(out);
    return rc;
}

/* ---- together ---- */

/* Small before large: the small table must not carry the large one's pages and statistics. */
static rc_t measure(struct up *up, void *arg, struct problem *problem)
{
    struct bench_due *self = arg;
    const struct clk clk = clk_system();
    char dsn[TEMP_UP_DSN];
    struct bus_conf bus;
    rc_t rc = temp_up_bus(up, &bus, problem);
    if (rc != RC_OK)
        return rc;
    self->dsn = temp_up_dsn(up, dsn);
    self->db = pg_new(&(struct pg_conf){ .dsn = self->dsn, .process = "mlps-bench" });
    /* far ahead of the machine's clock, at which the process of the second figure runs */
    self->fill = (struct due_fill){ .at_us = clk_now(&clk) + 400 * US_PER_DAY };
    rc = bench_due_ground(self->db, &self->fill.contract, problem);
    if (rc == RC_OK)
        rc = measure_open(self, OPEN_SMALL, &self->small, problem);
    if (rc == RC_OK)
        rc = measure_open(self, self->open - OPEN_SMALL, &self->large, problem);
    if (rc == RC_OK)
        rc = with_process(self, up, &bus, problem);
    pg_destroy(&self->db);
    return rc;
}

/* Two decimals, like every ratio we show. */
static json_t *ratio_text(int64_t large_us, int64_t small_us)
{
    int64_t hundredths = small_us > 0 ? (large_us * 100 + small_us / 2) / small_us : 0;
    return json_sprintf("%lld.%02d", (long long)(hundredths / 100), (int)(hundredths % 100));
}

/* Both, because on a machine that others use the quickest says more than the middle one. */
static json_t *cost_json(const struct step_cost *cost)
{
    return json_pack("{s:o, s:o}", "median", bench_ms(cost->median_us), "best", bench_ms(cost->best_us));
}

/* `early` must be 0: SLA-02 allows no breach before its instant, however late the others are. */
static json_t *figures(struct bench_due *self)
{
    return json_pack("{s:s, s:s, s:I, s:i, s:i, s:i, s:i, s:{s:o, s:o}, s:o, s:o, s:o, s:I}", "bench", "deadlines",
                     "unit", "ms", "open", (json_int_t)self->open, "small_open", (int)OPEN_SMALL, "due", (int)DUE,
                     "steps", (int)DEADLINE_BATCH, "rounds", (int)ROUNDS, "step_ms", "small", cost_json(&self->small),
                     "large", cost_json(&self->large), "ratio",
                     ratio_text(self->large.median_us, self->small.median_us), "best_ratio",
                     ratio_text(self->large.best_us, self->small.best_us), "lateness",
                     bench_times(self->late_us, self->seen), "early", (json_int_t)self->early);
}

/* On a durable stack: a step is a commit, and a commit that is not synced flatters both sides. */
int bench_deadlines_cmd(struct context *context)
{
    struct bench_due self = { .open = OPEN_DEFAULT };
    rc_t rc = RC_OK;
    if (option_given(context->options, "count"))
        rc = option_int(context->options, "count", OPEN_LEAST, OPEN_MOST, &self.open, &context->problem);
    if (rc == RC_OK)
        rc = temp_up_run(context, (struct temp_need){ UP_DURABLE, temp_folder_base(0) }, measure, &self);
    if (rc == RC_OK && self.seen == 0)
        rc = problem_set(&context->problem, RC_UNAVAILABLE, NULL, "stopped before anything was measured");
    if (rc != RC_OK)
        return context_fail(context);
    json_t *result = figures(&self);
    json_dumpf(result, context->out, JSON_COMPACT | JSON_SORT_KEYS);
    fputc('\n', context->out);
    json_decref(result);
    return EXIT_DONE;
}
