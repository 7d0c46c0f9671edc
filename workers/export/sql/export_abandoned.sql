-- export_abandoned: up to $1 exports whose job is among the dead letters fail with its last error: who had no time to say
-- so was killed. Rows: id, contract code, error.
with dead as (
    select distinct on (e.id) e.id, c.code, left(d.last_error, 400) as error
      from job_dead d
      join export e on d.payload ->> 'export_id' = e.id::text
      join contract c on c.id = e.contract_id
     where d.queue = 'export' and e.state in ('queued', 'running')
       and not exists (select from job j where j.queue = 'export' and j.payload ->> 'export_id' = e.id::text)
     order by e.id, d.died_at desc limit $1::bigint)
update export e
   set state = 'failed', error = dead.error, finished_at = business_now(), version = e.version + 1
  from dead where e.id = dead.id
returning e.id, dead.code, dead.error
