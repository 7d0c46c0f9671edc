-- job_enqueue: jobs of queue $1, from arrays of one length: kinds $2, payloads $3 (texts of JSON), keys $4 (null: none), priorities $5,
-- most attempts $6, delays in ms $7; serial $8 (null: none) is for all of them, locked by job_serial_lock. A key that
-- an unfinished job has is passed over; one that another transaction is about to give is waited for. One row: how many were made, and the
-- last id.
with made as (
    insert into mlps.job (queue, kind, payload, key, serial, priority, ready, rank, run_at, max_attempts)
    select $1::text, n.kind, n.payload::jsonb, n.key, $8::text, n.priority, n.delay_ms <= 0,
           t.run_at + n.priority * interval '1 minute', t.run_at, n.max_attempts
      from unnest($2::text[], $3::text[], $4::text[], $5::integer[], $6::integer[], $7::bigint[])
           with ordinality as n (kind, payload, key, priority, max_attempts, delay_ms, position),
           lateral (select clock_timestamp() + greatest(n.delay_ms, 0) * interval '1 millisecond' as run_at) as t
     order by n.position
    on conflict (queue, key) where key is not null do nothing
    returning id),
told as (
    insert into mlps.job_tally (queue, outcome, jobs)
    select $1::text, 'enqueued', count(*) from made having count(*) > 0)
select count(*), max(id) from made
