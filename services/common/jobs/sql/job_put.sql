-- job_put: as job_enqueue, for jobs of one kind $2 without keys, of priority $4, with at most $5 attempts, in $6 ms, all of serial $7 (null: none), with
-- payloads $3 (texts of JSON). One row: how many, and the last id.
with made as (
    insert into mlps.job (turn, priority, max_attempts, ready, queue, kind, payload, serial)
    select (select clock_timestamp() + (case when $6::bigint > 0 then $6::bigint else $4::smallint * 60000 end) * interval '1 millisecond'),
           $4::smallint, $5::smallint, $6::bigint <= 0, $1::text, $2::text, n.payload::jsonb, $7::text
      from unnest($3::text[]) as n (payload)
    returning id),
told as (
    insert into mlps.job_tally (queue, outcome, jobs)
    select $1::text, 'enqueued', count(*) from made)
select count(*), max(id) from made
