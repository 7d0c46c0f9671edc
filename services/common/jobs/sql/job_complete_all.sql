-- job_complete_all: jobs $1 in attempts $2 (arrays of one length) under lease $3 are done. One row: how many were still ours.
with held as materialized (
    select id, queue, jobs from mlps.job_lease where id = $3::bigint for update),
gone as (
    delete from mlps.job j
     using held, unnest($1::bigint[], $2::bigint[]) as d (id, attempt)
     where j.id = d.id and j.attempt = d.attempt - 1 and held.jobs @> d.id
    returning j.id),
let_go as (
    update mlps.job_lease l
       set jobs = held.jobs - (select range_agg(int8range(d.id, d.id, '[]')) from unnest($1::bigint[]) as d (id))
      from held where l.id = held.id),
told as (
    insert into mlps.job_tally (queue, outcome, jobs)
    select held.queue, 'done', (select count(*) from gone) from held)
select count(*) from gone
