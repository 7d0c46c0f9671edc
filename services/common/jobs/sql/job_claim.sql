-- job_claim: up to $2 ready jobs of queue $1 that nobody holds, oldest rank first, for worker $4 under lease $3 for $5 ms, of kinds $6 (null: any;
-- others stay for newer programs). A job with a serial only when no earlier one of it is left. Rows: id, kind, payload, attempt, most attempts, in order of
-- rank. The picked ids are materialised: a re-planned subselect could take more than $2 (JOB-03).
with picked as materialized (
    select j.id from mlps.job j
     where j.queue = $1::text and j.ready and j.lease is null
       and ($6::text[] is null or j.kind = any ($6::text[]))
       and (j.serial is null
            or not exists (select from mlps.job o where o.queue = j.queue and o.serial = j.serial and o.id < j.id))
     order by j.rank, j.id
     limit $2::bigint
       for update skip locked),
taken as (
    update mlps.job j
       set lease = $3::bigint, attempt = j.attempt + 1
     where j.id = any (array(select id from picked))
    returning j.id, j.kind, j.payload, j.attempt, j.max_attempts, j.rank),
noted as (
    insert into mlps.job_lease (id, queue, worker, until, jobs)
    select $3::bigint, $1::text, $4::text, clock_timestamp() + $5::bigint * interval '1 millisecond', array_agg(id)
      from taken having count(*) > 0)
select id, kind, payload, attempt, max_attempts from taken order by rank, id
