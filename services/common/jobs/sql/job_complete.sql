-- job_complete: job $1 in attempt $2 under lease $3 is done; no row when it is not ours any more.
with gone as (
    delete from mlps.job where id = $1::bigint and attempt = $2::bigint and lease = $3::bigint
    returning id, queue),
told as (
    insert into mlps.job_tally (queue, outcome, jobs) select queue, 'done', 1 from gone)
select id from gone
