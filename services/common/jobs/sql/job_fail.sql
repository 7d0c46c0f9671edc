-- job_fail: attempt $2 of job $1 under lease $3 failed with error $4: again after 2^attempt s (at most 600 s), half of it jitter, or dead when it
-- was the last. One row: whether it is dead; no row when it is not ours any more.
with held as materialized (
    select * from mlps.job where id = $1::bigint and attempt = $2::bigint and lease = $3::bigint for update),
again as (
    update mlps.job j
       set lease = null, ready = false, last_error = $4::text, run_at = t.run_at,
           rank = t.run_at + j.priority * interval '1 minute'
      from held, lateral (select clock_timestamp() + least(power(2, held.attempt), 600) * (0.5 + random() / 2)
                                 * interval '1 second' as run_at) as t
     where j.id = held.id and held.attempt < held.max_attempts),
buried as (
    insert into mlps.job_dead (id, queue, kind, payload, key, serial, priority, attempt, max_attempts, created_at, last_error)
    select id, queue, kind, payload, key, serial, priority, attempt, max_attempts, created_at, $4::text
      from held where attempt >= max_attempts
    returning id, queue),
gone as (
    delete from mlps.job j using buried where j.id = buried.id),
told as (
    insert into mlps.job_tally (queue, outcome, jobs) select queue, 'dead', 1 from buried)
select attempt >= max_attempts from held
