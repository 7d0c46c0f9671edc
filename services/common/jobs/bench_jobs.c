#include "bench_jobs.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench_pickup.h"
#include "clk.h"
#include "job_store.h"
#include "jobs_sql.h"
#include "memory.h"
#include "pg_query.h"
#include "stopflag.h"

/* Defaults: several rounds, so that one slow moment does not decide; a lease no round outlives. */
enum {
    JOBS = 40000,
    BATCH = 50,
    ROUNDS = 16,
    PICKUPS = 300,
    LEASE_MS = 60000,
};
#define QUEUE "bench"

/* The bare table exists only while this runs, so its statements are not among those that are
 * prepared on the schema. */
static const struct sql BARE_MAKE = {
    "bench_bare_make", "create table mlps.bench_bare (id bigint generated always as identity "
                       "primary key, payload jsonb not null)"
};
static const struct sql BARE_DROP = { "bench_bare_drop", "drop table if exists mlps.bench_bare" };
static const struct sql BARE_PUT = {
    "bench_bare_put",
    "insert into mlps.bench_bare (payload) select t::jsonb from unnest($1::text[]) t"
};
/* The bare queue: a worker claims, reads, and deletes what it has read. */
static const struct sql BARE_CLAIM = { "bench_bare_claim",
                                       "select id, payload from mlps.bench_bare order by id "
                                       "limit $1::bigint for update skip locked" };
static const struct sql BARE_GONE = { "bench_bare_gone",
                                      "delete from mlps.bench_bare where id = any ($1::bigint[])" };
/* The strictest measure, one statement: its rows are gone before the worker has seen them. The
 * array keeps the planner from reading the whole table. */
static const struct sql BARE_TAKE = { "bench_bare_take",
                                      "delete from mlps.bench_bare where id = any (array("
                                      "select id from mlps.bench_bare order by id limit $1::bigint "
                                      "for update skip locked)) returning id, payload" };

/* The queue, then what it is measured against, from fair to strict. */
enum side_id { SIDE_QUEUE, SIDE_BARE, SIDE_STRICT, SIDE_COUNT };

/* Times are summed over all rounds, in microseconds of the monotonic clock. */
struct bench {
    const struct bench_jobs_conf *conf;
    pg_t *db;
    struct job_new *jobs;         /* one batch of no-op jobs */
    const char **payloads;        /* the same for the bare table */
    int64_t *ids;                 /* of the batch that the bare worker has in hand */
    struct job_batch batch, next; /* in hand, and claimed by the running transaction */
    int64_t taken;                /* by the running transaction */
    int64_t left;                 /* rows of the current round */
    int64_t lost;                 /* jobs put that no claim brought */
    struct {
        int64_t put_us, drain_us;
    } took[SIDE_COUNT];
};

/* One left by a run that was killed is dropped first. */
static rc_t make_bare(pg_t *db, void *arg, struct problem *problem)
{
    (void)arg;
    rc_t rc = pg_do(db, &BARE_DROP, NULL, NULL, problem);
    return rc == RC_OK ? pg_do(db, &BARE_MAKE, NULL, NULL, problem) : rc;
}

/* Also after a failed run: nothing of the benchmark stays in the schema. */
static rc_t drop_bare(pg_t *db, void *arg, struct problem *problem)
{
    (void)arg;
    return pg_do(db, &BARE_DROP, NULL, NULL, problem);
}

/* ---- our side ---- */

/* One transaction per batch, as a service that fans out does it. */
static rc_t put_jobs(pg_t *db, void *arg, struct problem *problem)
{
    const struct bench *bench = arg;
    int64_t made;
    return job_enqueue_many(db, QUEUE, bench->jobs, (size_t)bench->conf->batch, &made, problem);
}

/* Complete the batch in hand and claim the next one with one commit, as the job loop does. May run
 * several times: what it finds is taken over after the commit. */
static rc_t turn_jobs(pg_t *db, void *arg, struct problem *problem)
{
    struct bench *bench = arg;
    struct job_claim_ask ask = { .queue = QUEUE,
                                 .worker = "bench",
                                 .most = bench->conf->batch,
                                 .lease_ms = LEASE_MS,
                                 .lease = bench->batch.lease };
    job_batch_fini(&bench->next);
    return job_turn(db, &ask, &bench->batch, &bench->next, problem);
}

/* The lease row outlives its jobs otherwise, until the sweeper finds it. */
static rc_t drop_lease(pg_t *db, void *arg, struct problem *problem)
{
    return job_lease_drop(db, ((struct bench *)arg)->batch.lease, problem);
}

/* Completion of one batch and claim of the next share a transaction, as the job loop does it;
 * what was claimed but never came counts as lost. */
static rc_t drain_jobs(struct bench *bench, struct problem *problem)
{
    rc_t rc = RC_OK;
    while (rc == RC_OK && bench->left > 0) {
        rc = pg_tx(bench->db, PG_WRITE, turn_jobs, bench, problem);
        if (rc != RC_OK)
            break;
        bench->left -= (int64_t)bench->batch.count;
        job_batch_fini(&bench->batch);
        bench->batch = bench->next;
        bench->next = (struct job_batch){ .count = 0 };
        if (bench->left > 0 && bench->batch.count == 0)
            break;
    }
    bench->lost += bench->left;
    if (rc == RC_OK)
        rc = pg_tx(bench->db, PG_WRITE, drop_lease, bench, problem);
    job_batch_fini(&bench->batch);
    job_batch_fini(&bench->next);
    return rc;
}

/* ---- the bare table ---- */

/* The same payloads in the same batches as for our side. */
static rc_t put_bare(pg_t *db, void *arg, struct problem *problem)
{
    const struct bench *bench = arg;
    struct pg_args args;
    pg_args_init(&args);
    pg_arg_texts(&args, bench->payloads, (size_t)bench->conf->batch);
    return pg_do(db, &BARE_PUT, &args, NULL, problem);
}

/* May run several times; the count is of the try that was committed, since it is set anew each
 * time. */
static rc_t claim_bare(struct bench *bench, const struct sql *claim, struct problem *problem)
{
    struct pg_args args;
    PGresult *rows;
    pg_args_init(&args);
    pg_arg_i64(&args, bench->conf->batch);
    rc_t rc = pg_run(bench->db, claim, &args, &rows, problem);
    if (rc != RC_OK)
        return rc;
    bench->taken = PQntuples(rows);
    for (int row = 0; row < PQntuples(rows); row++)
        bench->ids[row] = pg_cell_i64(rows, row, 0);
    PQclear(rows);
    return RC_OK;
}

static rc_t serve_bare(pg_t *db, void *arg, struct problem *problem)
{
    struct bench *bench = arg;
    struct pg_args args;
    rc_t rc = claim_bare(bench, &BARE_CLAIM, problem);
    if (rc != RC_OK)
        return rc;
    pg_args_init(&args);
    pg_arg_i64s(&args, bench->ids, (size_t)bench->taken);
    return pg_do(db, &BARE_GONE, &args, NULL, problem);
}

static rc_t take_strict(pg_t *db, void *arg, struct problem *problem)
{
    (void)db;
    return claim_bare(arg, &BARE_TAKE, problem);
}

/* One transaction per batch until the round's rows are gone, with nothing else that a queue needs:
 * no order by priority, no second try, no count. */
static rc_t drain_table(struct bench *bench, pg_tx_fn *serve, struct problem *problem)
{
    rc_t rc = RC_OK;
    do {
        rc = pg_tx(bench->db, PG_WRITE, serve, bench, problem);
        bench->left -= bench->taken;
    } while (rc == RC_OK && bench->left > 0 && bench->taken > 0);
    return rc;
}

static rc_t drain_bare(struct bench *bench, struct problem *problem)
{
    return drain_table(bench, serve_bare, problem);
}

static rc_t drain_strict(struct bench *bench, struct problem *problem)
{
    return drain_table(bench, take_strict, problem);
}

/* ---- by turns ---- */

static const struct side {
    pg_tx_fn *put;
    rc_t (*drain)(struct bench *, struct problem *);
} SIDES[SIDE_COUNT] = {
    [SIDE_QUEUE] = { put_jobs, drain_jobs },
    [SIDE_BARE] = { put_bare, drain_bare },
    [SIDE_STRICT] = { put_bare, drain_strict },
};

/* One side's round: put, then drain; the times are added to. */
static rc_t run_side(struct bench *bench, enum side_id id, struct problem *problem)
{
    int64_t batches = bench->conf->jobs / bench->conf->rounds / bench->conf->batch;
    int64_t start = clk_mono_us();
    rc_t rc = RC_OK;
    for (int64_t i = 0; rc == RC_OK && i < batches; i++)
        rc = pg_tx(bench->db, PG_WRITE, SIDES[id].put, bench, problem);
    int64_t filled = clk_mono_us();
    bench->left = batches * bench->conf->batch;
    if (rc == RC_OK)
        rc = SIDES[id].drain(bench, problem);
    bench->took[id].put_us += filled - start;
    bench->took[id].drain_us += clk_mono_us() - filled;
    return rc;
}

/* The sides take turns within a round, so that a slow moment of the machine hits all. */
static rc_t run_rounds(struct bench *bench, struct problem *problem)
{
    rc_t rc = RC_OK;
    for (int64_t turn = 0; rc == RC_OK && turn < bench->conf->rounds * SIDE_COUNT; turn++) {
        if (stop_asked())
            return problem_set(problem, RC_UNAVAILABLE, NULL, "stopped in the middle of it");
        rc = run_side(bench, (enum side_id)(turn % SIDE_COUNT), problem);
    }
    return rc;
}

/* Rates without fsync or synchronous commit (HA-03) would flatter, so they are refused and not only
 * noted. */
static rc_t read_settings(pg_t *db, json_t *result, struct problem *problem)
{
    PGresult *rows;
    rc_t rc = pg_run(db, &sql_bench_settings, NULL, &rows, problem);
    if (rc != RC_OK)
        return rc;
    for (int col = 0; rc == RC_OK && col < 2; col++)
        if (strcmp(pg_cell_text(rows, 0, col), "off") == 0)
            rc = problem_set(problem, RC_REFUSED, "dsn",
                             "the server runs with %s off: nothing would be durable",
                             PQfname(rows, col));
    json_object_set_new(result, "server", json_sprintf("PostgreSQL %s", pg_cell_text(rows, 0, 2)));
    PQclear(rows);
    return rc;
}

/* Jobs per second, rounded down; 0 when nothing was measured. */
static void put_rate(json_t *result, const char *key, int64_t jobs, int64_t us)
{
    json_object_set_new(result, key, json_integer(us > 0 ? jobs * 1000000 / us : 0));
}

/* Two decimals as text, like every ratio we show. */
static void put_ratio(json_t *result, const char *key, int64_t ours_us, int64_t bare_us)
{
    int64_t hundredths = ours_us > 0 ? (bare_us * 100 + ours_us / 2) / ours_us : 0;
    json_object_set_new(
        result, key,
        json_sprintf("%lld.%02d", (long long)(hundredths / 100), (int)(hundredths % 100)));
}

/* Counts what was really put: whole batches in whole rounds, which may be less than was asked
 * for. */
static void put_figures(const struct bench *bench, json_t *result)
{
    const struct bench_jobs_conf *conf = bench->conf;
    int64_t jobs = conf->jobs / conf->rounds / conf->batch * conf->batch * conf->rounds;
    int64_t ours = bench->took[SIDE_QUEUE].drain_us, bare = bench->took[SIDE_BARE].drain_us,
            strict = bench->took[SIDE_STRICT].drain_us;
    int64_t our_put = bench->took[SIDE_QUEUE].put_us, bare_put = bench->took[SIDE_BARE].put_us;
    json_object_set_new(result, "jobs", json_integer(jobs));
    json_object_set_new(result, "batch", json_integer(conf->batch));
    json_object_set_new(result, "lost", json_integer(bench->lost));
    json_object_set_new(result, "rounds", json_integer(conf->rounds));
    put_rate(result, "jobs_per_s", jobs, our_put + ours);
    put_rate(result, "bare_per_s", jobs, bare_put + bare);
    put_rate(result, "drain_per_s", jobs, ours);
    put_rate(result, "bare_drain_per_s", jobs, bare);
    put_rate(result, "strict_drain_per_s", jobs, strict);
    put_ratio(result, "ratio", ours, bare);
    put_ratio(result, "strict_ratio", ours, strict);
    put_ratio(result, "put_ratio", our_put, bare_put);
    put_ratio(result, "whole_ratio", our_put + ours, bare_put + bare);
}

/* Large enough for stable medians on two cores, small enough for a minute. */
struct bench_jobs_conf bench_jobs_defaults(void)
{
    return (struct bench_jobs_conf){
        .jobs = JOBS, .batch = BATCH, .rounds = ROUNDS, .pickups = PICKUPS
    };
}

/* A round needs at least one whole batch, or its rate would measure the rest of a batch. */
static rc_t check_conf(const struct bench_jobs_conf *conf, struct problem *problem)
{
    if (conf->batch < 1 || conf->batch > JOB_MANY_MAX || conf->rounds < 1 || conf->rounds > 1000 ||
        conf->jobs < conf->batch * conf->rounds || conf->jobs > BENCH_JOBS_MAX)
        return problem_set(problem, RC_INVALID, "count",
                           "expected at least one batch per round (%lld jobs) and at most %d",
                           (long long)(conf->batch * conf->rounds), BENCH_JOBS_MAX);
    return RC_OK;
}

/* The bare table goes on every way out after it was made; the first problem is the one that is
 * told. */
static rc_t run_bench(struct bench *bench, json_t *result, struct problem *problem)
{
    rc_t rc = pg_ready(bench->db, problem);
    if (rc == RC_OK)
        rc = read_settings(bench->db, result, problem);
    if (rc == RC_OK)
        rc = pg_tx(bench->db, PG_WRITE, make_bare, NULL, problem);
    if (rc != RC_OK)
        return rc;
    rc = run_rounds(bench, problem);
    struct problem later = { .rc = RC_OK };
    rc_t dropped = pg_tx(bench->db, PG_WRITE, drop_bare, NULL, &later);
    if (rc == RC_OK)
        put_figures(bench, result);
    if (rc == RC_OK && bench->conf->bus)
        rc = bench_pickup(bench->conf, result, problem);
    return rc == RC_OK && dropped != RC_OK ? problem_pass(problem, dropped, &later) : rc;
}

/* *ret_result is the caller's, set on success only. */
rc_t bench_jobs(const struct bench_jobs_conf *conf, json_t **ret_result, struct problem *problem)
{
    struct bench bench = { .conf = conf };
    rc_t rc = check_conf(conf, problem);
    if (rc != RC_OK)
        return rc;
    bench.jobs = mem_array((size_t)conf->batch, sizeof(*bench.jobs));
    bench.payloads = mem_array((size_t)conf->batch, sizeof(*bench.payloads));
    bench.ids = mem_array((size_t)conf->batch, sizeof(*bench.ids));
    for (int64_t i = 0; i < conf->batch; i++) {
        bench.jobs[i] = (struct job_new){ .kind = "noop", .max_attempts = 3 };
        bench.payloads[i] = "{}";
    }
    bench.db = pg_new(&(struct pg_conf){ .dsn = conf->dsn, .process = "mlps-bench" });
    json_t *result = json_pack("{s:s, s:s}", "bench", "jobs", "unit", "jobs/s");
    rc = run_bench(&bench, result, problem);
    pg_destroy(&bench.db);
    mem_free(bench.jobs);
    mem_free(bench.payloads);
    mem_free(bench.ids);
    if (rc == RC_OK)
        *ret_result = result;
    else
        json_decref(result);
    return rc;
}
