-- 0005 jobs: the durable queue.
-- breaking: no
set local search_path = mlps;

-- Work to be done, at least once; a finished row is deleted (job_tally counts it), one that used up its attempts moves to job_dead. A row
-- is written when it is put, when a try failed, and when it goes: a claim changes nothing in it.
create table job (
    id           bigint generated always as identity constraint job_pk primary key,
    turn         timestamptz not null,  -- waiting: when it becomes ready; ready: its place in the order, a minute later per priority
                                        -- step, so that nothing starves
    priority     smallint not null constraint job_priority_range check (priority between 0 and 9), -- 0 goes first
    attempt      smallint not null default 0 constraint job_attempt_range check (attempt >= 0),    -- tries that failed
    max_attempts smallint not null constraint job_max_range check (max_attempts between 1 and 100),
    ready        boolean not null,      -- false: waits for its turn
    queue        text collate "C" not null constraint job_queue_len check (length(queue) between 1 and 40),
    kind         text collate "C" not null constraint job_kind_len check (length(kind) between 1 and 60),
    payload      jsonb not null constraint job_payload_object check (jsonb_typeof(payload) = 'object'),
    key          text collate "C" constraint job_key_len check (length(key) between 1 and 200),       -- at most one unfinished job of the queue has it
    serial       text collate "C" constraint job_serial_len check (length(serial) between 1 and 200), -- jobs that share it run one by one, in order
    last_error   text constraint job_error_len check (length(last_error) <= 400)
) with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 2000,
        autovacuum_vacuum_insert_scale_factor = 0.2, autovacuum_analyze_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
create index job_ready_idx on job (queue, turn) where ready; -- jobs put together share an entry
create index job_waiting_idx on job (turn) where not ready;
create unique index job_key_idx on job (queue, key) where key is not null;
create index job_serial_idx on job (queue, serial, id) where serial is not null;

-- Who holds which jobs until when, by the database's clock: one row per worker, so that a claim, a completion and a heartbeat touch one
-- small row (heap-only: no index knows what they change), however many jobs. Neighbouring ids are one range. The id is
-- the fencing token: random, a worker's for its life.
create table job_lease (
    id     bigint constraint job_lease_pk primary key,
    queue  text collate "C" not null constraint job_lease_queue_len check (length(queue) between 1 and 40),
    worker text not null constraint job_lease_worker_len check (length(worker) between 1 and 120),
    until  timestamptz not null,
    jobs   int8multirange not null
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
