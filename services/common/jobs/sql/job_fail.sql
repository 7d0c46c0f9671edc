-- job_fail: attempt $2 of job $1 under lease $3 failed with error $4: again after 2^attempt s (at most 600 s), half of it jitter, or dead when it
-- was the last. One row: whether it is dead; no row when it is not ours any more.
with let_go as (
    update mlps.job_lease set jobs = jobs - int8multirange(int8range($1::bigint, $1::bigint, '[]'))
     where id = $3::bigint and jobs @> $1::bigint
    returning id),
held as materialized (
    select j.* from mlps.job j, let_go where j.id = $1::bigint and j.attempt = $2::bigint - 1 for update of j),
again as (
    update mlps.job j
       set attempt = held.attempt + 1, ready = false, last_error = $4::text,
           turn = clock_timestamp() + least(power(2, held.attempt + 1), 600) * (0.5 + random() / 2) * interval '1 second'
      from held
     where j.id = held.id and held.attempt + 1 < held.max_attempts),
buried as (
    insert into mlps.job_dead (id, queue, kind, payload, key, serial, priority, attempt, max_attempts, last_error)
    select id, queue, kind, payload, key, serial, priority, attempt + 1, max_attempts, $4::text
      from held where attempt + 1 >= max_attempts
    returning id, queue),
gone as (
    delete from mlps.job j using buried where j.id = buried.id),
told as (
    insert into mlps.job_tally (queue, outcome, jobs) select queue, 'dead', 1 from buried)
select attempt + 1 >= max_attempts from held
