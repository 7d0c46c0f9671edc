-- job_enqueue: jobs of queue $1, from arrays of one length: kinds $2, payloads $3 (texts of JSON), keys $4 (null: none), priorities $5,
-- most attempts $6, delays in ms $7; serial $8 (null: none) is for all of them, locked by job_serial_lock. A key that
-- an unfinished job has is passed over; one that another transaction is about to give is waited for. One row: how many were made, and the
-- last id.
with now as materialized (
    select clock_timestamp() as at),
made as (
    insert into mlps.job (turn, priority, max_attempts, ready, queue, kind, payload, key, serial)
    select case when n.delay_ms > 0 then now.at + n.delay_ms * interval '1 millisecond' else now.at + n.priority * interval '1 minute' end,
           n.priority, n.max_attempts, n.delay_ms <= 0, $1::text, n.kind, n.payload::jsonb, n.key, $8::text
      from now, unnest($2::text[], $3::text[], $4::text[], $5::smallint[], $6::smallint[], $7::bigint[])
           as n (kind, payload, key, priority, max_attempts, delay_ms)
    on conflict (queue, key) where key is not null do nothing
    returning id),
told as (
    insert into mlps.job_tally (queue, outcome, jobs)
    select $1::text, 'enqueued', count(*) from made having count(*) > 0)
select count(*), max(id) from made
