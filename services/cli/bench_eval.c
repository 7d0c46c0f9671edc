/* `mlps bench eval`: rulings a second, from the rule alone to the whole of `mlps eval` with
 * reading, answering and proofs, so that one sees which of these costs. The question is the
 * costliest of the common ones: a term in working days with two starting facts. */
#include "bench_eval.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "civil.h"
#include "clk.h"
#include "eval_stream.h"
#include "pack_text.h"
#include "rule_shelf.h"
#include "schema_packs_embed.h"
#include "term.h"

enum {
    /* Bounds of --count: below, a run is shorter than the clock's millisecond is worth; above, a
     * mistyped count would keep the terminal for minutes. */
    COUNT_LEAST = 1000,
    COUNT_MOST = 10 * 1000 * 1000,
    DAYS_ASKED = 300, /* starting days differ, so that no answer is the one before */
    PURE_PER_LINE = 10, /* the pure rule is ruled on so many times more, to be measurable */
    LOADS = 5,
};
/* The rule of `mlps eval` that is asked; the pure run calls what lies behind it. */
static const char RULE[] = "term.due";

/* One run; the shelf lends pack and term, so it ends last. */
struct bench {
    struct rule_shelf shelf;
    const pack_t *pack;
    const struct pack_term *term; /* in working days, with the most starting facts: the costly one */
    int64_t count;
    struct problem *problem;
};

/* `ms` is of the monotonic clock. Never 0: a run faster than the clock's tick must not become a
 * division by zero in a rate. */
static double seconds_since(int64_t ms)
{
    int64_t took = clk_mono_ms() - ms;
    return took > 0 ? (double)took / 1000.0 : 0.001;
}

/* The first pack that ships and states a forward term in working days. */
static bool find_term(struct bench *self)
{
    struct eval_env env = rule_shelf_env(&self->shelf);
    for (const struct embed *e = schema_packs; e->name; e++) {
        char name[64];
        snprintf(name, sizeof(name), "%.*s", (int)strcspn(e->name, "."), e->name);
        self->pack = env.pack(env.arg, name);
        for (size_t i = 0; self->pack && i < self->pack->terms.count; i++) {
            self->term = &self->pack->terms.rows[i];
            if (self->term->starts.count == 2 && self->term->within.amount > 0 && self->term->starts.rows[0][0] != '$' &&
                self->term->within.unit == UNIT_WORKING_DAYS)
                return true;
        }
    }
    return false;
}

/* Days of the contract's year, which is published. */
static int32_t start_day(int64_t i)
{
    int32_t first = 0;
    (void)civil_day((struct date){ 2026, 1, 1 }, &first); /* a day that exists */
    return first + (int32_t)(i % DAYS_ASKED);
}

/* The rule alone, with neither JSON nor proof: the difference to the line rate is what reading and
 * writing cost. The ruling is overwritten each time; nothing is kept. */
static rc_t pure(struct bench *self, double *ret_rate)
{
    struct calendar_use use = { self->shelf.calendar, self->pack->makeup_works };
    struct day_fact facts[2] = { { .name = self->term->starts.rows[0] }, { .name = self->term->starts.rows[1] } };
    struct term_case ask = { .pack = self->pack, .clause = self->term->clause, .facts = facts, .fact_count = 2,
                             .calendar = &use };
    struct term_ruling ruling;
    int64_t rulings = self->count * PURE_PER_LINE;
    int64_t start = clk_mono_ms();
    for (int64_t i = 0; i < rulings; i++) {
        facts[0].day = facts[1].day = start_day(i);
        rc_t rc = term_rule(&ask, NULL, &ruling, self->problem);
        if (rc != RC_OK)
            return rc;
    }
    *ret_rate = (double)rulings / seconds_since(start);
    return RC_OK;
}

/* Write the questions and put the file back to its start. */
static rc_t write_questions(const struct bench *self, FILE *file, int64_t lines)
{
    char day[DATE_TEXT];
    rewind(file);
    for (int64_t i = 0; i < lines; i++) {
        civil_format_date(start_day(i), day);
        fprintf(file, "{\"pack\":\"%s\",\"clause\":\"%s\",\"facts\":{\"%s\":\"%s\",\"%s\":\"%s\"}}\n", self->pack->name,
                self->term->clause, self->term->starts.rows[0], day, self->term->starts.rows[1], day);
    }
    if (fflush(file) != 0 || ftruncate(fileno(file), ftell(file)) != 0 || lseek(fileno(file), 0, SEEK_SET) != 0)
        return problem_set(self->problem, RC_UNAVAILABLE, NULL, "could not write the questions: %s", strerror(errno));
    return RC_OK;
}

/* Answer them as `mlps eval` does, the answers thrown away. */
static rc_t lines(struct bench *self, FILE *file, int64_t count, bool proofs, double *ret_rate)
{
    struct eval_env env = rule_shelf_env(&self->shelf);
    struct eval_totals totals = { 0 };
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    rc_t rc = nowhere < 0 ? RC_UNAVAILABLE : write_questions(self, file, count);
    struct eval_stream stream = { &env, RULE, proofs, fileno(file), nowhere };
    int64_t start = clk_mono_ms();
    if (rc == RC_OK)
        rc = eval_stream_run(&stream, &totals, self->problem);
    *ret_rate = (double)count / seconds_since(start);
    if (nowhere >= 0)
        close(nowhere);
    if (rc == RC_OK && (totals.bad > 0 || (int64_t)totals.lines != count))
        rc = problem_set(self->problem, RC_INTERNAL, NULL, "%zu of %zu answers are errors", totals.bad, totals.lines);
    return rc;
}

/* High-water mark of the process, in KiB as Linux counts ru_maxrss. It never falls, so two readings
 * differ only by what was newly needed between them; 0 when unknown. */
static long peak_kb(void)
{
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : 0;
}

/* Milliseconds to read the largest pack that ships, checks included; the mean of LOADS. */
static rc_t load(struct bench *self, json_t *result)
{
    const struct embed *largest = schema_packs;
    for (const struct embed *e = schema_packs; e->name; e++)
        largest = e->size > largest->size ? e : largest;
    int64_t start = clk_mono_ms();
    for (int i = 0; i < LOADS; i++) {
        pack_t *pack = NULL;
        struct pack_source source = { largest->text, largest->size, largest->name, pack_text_use, NULL };
        rc_t rc = pack_read(&source, &pack, self->problem);
        pack_destroy(&pack);
        if (rc != RC_OK)
            return rc;
    }
    json_object_set_new(result, "pack_load_ms", json_real(seconds_since(start) * 1000.0 / LOADS));
    json_object_set_new(result, "largest_pack", json_string(largest->name));
    return RC_OK;
}

/* The short run before the first reading pays for buffers and caches, so that memory_grown_kb tells
 * a leak and not the warming up. `result` is the caller's and may be half filled on failure. */
static rc_t measure(struct bench *self, FILE *file, json_t *result)
{
    double rate = 0, bare = 0, proved = 0;
    rc_t rc = pure(self, &rate);
    if (rc == RC_OK)
        rc = lines(self, file, self->count / 10, false, &bare); /* all memory that will be used is touched */
    long before = peak_kb();
    if (rc == RC_OK)
        rc = lines(self, file, self->count, false, &bare);
    if (rc == RC_OK)
        rc = lines(self, file, self->count, true, &proved);
    long after = peak_kb();
    if (rc != RC_OK)
        return rc;
    json_object_set_new(result, "clause", json_string(self->term->clause));
    json_object_set_new(result, "pure_per_s", json_integer((json_int_t)rate));
    json_object_set_new(result, "lines_per_s", json_integer((json_int_t)bare));
    json_object_set_new(result, "lines_with_proof_per_s", json_integer((json_int_t)proved));
    json_object_set_new(result, "memory_grown_kb", json_integer(after - before));
    return load(self, result);
}

/* The questions go through a real file and the reader of `mlps eval`, so that the number is the one
 * a user sees. *ret_result is set on success only. */
rc_t bench_eval(int64_t count, json_t **ret_result, struct problem *problem)
{
    struct bench self = { .count = count, .problem = problem };
    if (count < COUNT_LEAST || count > COUNT_MOST)
        return problem_set(problem, RC_INVALID, "count", "--count must be from %d to %d", COUNT_LEAST, COUNT_MOST);
    FILE *file = tmpfile();
    if (!file)
        return problem_set(problem, RC_UNAVAILABLE, NULL, "could not make a temporary file: %s", strerror(errno));
    json_t *result = json_pack("{s:s, s:s, s:I}", "bench", "eval", "unit", "rulings/s", "lines", (json_int_t)count);
    rc_t rc = rule_shelf_init(&self.shelf, problem);
    if (rc == RC_OK && !find_term(&self))
        rc = problem_set(problem, RC_INTERNAL, NULL, "no pack that ships states a term in working days");
    if (rc == RC_OK)
        rc = measure(&self, file, result);
    rule_shelf_fini(&self.shelf);
    fclose(file);
    if (rc == RC_OK)
        *ret_result = result;
    else
        json_decref(result);
    return rc;
}
