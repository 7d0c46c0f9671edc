-- job_rescue: jobs of up to 100 expired leases get a new chance after 2^(attempt - 1) - 1 s (the first time at once), or die when that attempt was
-- their last (JOB-06). A lease that is beating right now is locked and passed over. One row: how many again, how many dead.
with expired as materialized (
    select id, jobs, worker from mlps.job_lease where until < clock_timestamp()
     order by until limit 100 for update skip locked),
lost as materialized (
    select j.*, left(format('worker %s died or lost its lease', expired.worker), 400) as error
      from expired, unnest(expired.jobs) as held, mlps.job j
     where j.id >= lower(held) and j.id < upper(held)
       for update of j),
again as (
    update mlps.job j
       set attempt = lost.attempt + 1, ready = false, last_error = lost.error,
           turn = clock_timestamp() + least(power(2, lost.attempt) - 1, 600) * (0.5 + random() / 2) * interval '1 second'
      from lost
     where j.id = lost.id and lost.attempt + 1 < lost.max_attempts
    returning j.id),
buried as (
    insert into mlps.job_dead (id, queue, kind, payload, key, serial, priority, attempt, max_attempts, last_error)
    select id, queue, kind, payload, key, serial, priority, attempt + 1, max_attempts, error
      from lost where attempt + 1 >= max_attempts
    returning id, queue),
gone as (
    delete from mlps.job j using buried where j.id = buried.id),
told as (
    insert into mlps.job_tally (queue, outcome, jobs) select queue, 'dead', count(*) from buried group by queue),
dropped as (
    delete from mlps.job_lease l using expired where l.id = expired.id)
select (select count(*) from again), (select count(*) from buried)
