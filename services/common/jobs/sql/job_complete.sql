-- job_complete: job $1 in attempt $2 under lease $3 is done; no row when it is not ours any more. A rescue that is under way has lease and job
-- locked, removes the one and raises the other's attempt, so whoever comes second finds nothing.
with let_go as (
    update mlps.job_lease set jobs = jobs - int8multirange(int8range($1::bigint, $1::bigint, '[]'))
     where id = $3::bigint and jobs @> $1::bigint
    returning id),
gone as (
    delete from mlps.job j using let_go where j.id = $1::bigint and j.attempt = $2::bigint - 1
    returning j.id, j.queue),
told as (
    insert into mlps.job_tally (queue, outcome, jobs) select queue, 'done', 1 from gone)
select id from gone
