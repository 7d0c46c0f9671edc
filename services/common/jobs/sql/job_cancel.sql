-- job_cancel: job $1 is not wanted any more; no row when it is not there.
with gone as (
    delete from mlps.job where id = $1::bigint returning id, queue),
told as (
    insert into mlps.job_tally (queue, outcome, jobs) select queue, 'cancelled', 1 from gone)
select id from gone
