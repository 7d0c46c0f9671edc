-- 0005 jobs: the durable queue.
-- breaking: no
set local search_path = mlps;

-- Work to be done, at least once; a finished row is deleted (job_tally counts it), one that used up its attempts moves to job_dead. A claim
-- changes only lease and attempt, which no index knows, so it is a heap-only update; the few leased rows at the
-- head of job_ready_idx are stepped over.
create table job (
    id           bigint generated always as identity constraint job_pk primary key,
    queue        text not null constraint job_queue_form check (queue ~ '^[a-z][a-z0-9_]{0,39}$'),
    kind         text not null constraint job_kind_form check (kind ~ '^[a-z][a-z0-9_.]{0,59}$'),
    payload      jsonb not null constraint job_payload_object check (jsonb_typeof(payload) = 'object'),
    key          text constraint job_key_len check (length(key) between 1 and 200),       -- at most one unfinished job of the queue has it
    serial       text constraint job_serial_len check (length(serial) between 1 and 200), -- jobs that share it run one by one, in order
    priority     integer not null constraint job_priority_range check (priority between 0 and 9), -- 0 goes first
    ready        boolean not null,      -- its time has come; false: waits for run_at
    rank         timestamptz not null,  -- order among the ready: run_at plus a minute per priority step, so nothing starves
    run_at       timestamptz not null,
    attempt      integer not null default 0 constraint job_attempt_range check (attempt >= 0),
    max_attempts integer not null constraint job_max_range check (max_attempts between 1 and 100),
    lease        bigint,                -- job_lease of its worker; null: nobody's
    created_at   timestamptz not null default clock_timestamp(),
    last_error   text constraint job_error_len check (length(last_error) <= 400)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 2000,
        autovacuum_vacuum_insert_scale_factor = 0.2, autovacuum_analyze_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
create index job_ready_idx on job (queue, rank, id) where ready;
create index job_waiting_idx on job (run_at) where not ready;
create unique index job_key_idx on job (queue, key) where key is not null;
create index job_serial_idx on job (queue, serial, id) where serial is not null;

-- Who holds jobs until when, by the database's clock: one row per claimed batch, so that a heartbeat touches one small row and no
-- job. The id is the fencing token; it is random, never used twice.
create table job_lease (
    id     bigint constraint job_lease_pk primary key,
    queue  text not null constraint job_lease_queue_len check (length(queue) between 1 and 40),
    worker text not null constraint job_lease_worker_len check (length(worker) between 1 and 120),
    until  timestamptz not null,
    jobs   bigint[] not null
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500,
        autovacuum_vacuum_cost_delay = 0);

-- Jobs that used up their attempts, until somebody requeues or drops them.
create table job_dead (
    id           bigint constraint job_dead_pk primary key,
    queue        text not null,
    kind         text not null,
    payload      jsonb not null,
    key          text,
    serial       text,
    priority     integer not null,
    attempt      integer not null,
    max_attempts integer not null,
    created_at   timestamptz not null,
    last_error   text not null,
    died_at      timestamptz not null default clock_timestamp()
);
create index job_dead_queue_idx on job_dead (queue, died_at);

-- How many jobs came and went. Rows are only added (no hot counter row) and now and then summed up. Always:
-- enqueued + requeued = done + dead + cancelled + rows of job.
create table job_tally (
    queue   text not null constraint job_tally_queue_len check (length(queue) between 1 and 40),
    outcome text not null constraint job_tally_outcome check (outcome in ('enqueued', 'requeued', 'done', 'dead', 'cancelled')),
    jobs    bigint not null constraint job_tally_range check (jobs >= 0)
) with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 2000);
