-- job_complete_all: jobs $1 in attempts $2 (arrays of one length) under lease $3 are done, and the lease with them. One row: how many were still ours.
with gone as (
    delete from mlps.job j
     using unnest($1::bigint[], $2::bigint[]) as d (id, attempt)
     where j.id = d.id and j.attempt = d.attempt and j.lease = $3::bigint
    returning j.queue),
told as (
    insert into mlps.job_tally (queue, outcome, jobs)
    select queue, 'done', count(*) from gone group by queue),
dropped as (
    delete from mlps.job_lease where id = $3::bigint)
select count(*) from gone
