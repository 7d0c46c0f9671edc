-- job_requeue: dead letter $1 is a job again, with a new id and fresh attempts. One row: the new id, null when its key is queued; no row when
-- there is no such letter.
with letter as materialized (
    select * from mlps.job_dead where id = $1::bigint for update),
made as (
    insert into mlps.job (turn, priority, max_attempts, ready, queue, kind, payload, key, serial, last_error)
    select clock_timestamp() + priority * interval '1 minute', priority, max_attempts, true, queue, kind, payload, key, serial, last_error
      from letter
    on conflict (queue, key) where key is not null do nothing
    returning id, queue),
gone as (
    delete from mlps.job_dead d using made where d.id = $1::bigint),
told as (
    insert into mlps.job_tally (queue, outcome, jobs) select queue, 'requeued', 1 from made)
select (select id from made) from letter
