-- job_next_in: milliseconds until the first waiting job of queue $1 is to run, at least 0; no row when none waits.
select greatest(0, ceil(extract(epoch from turn - clock_timestamp()) * 1000))::bigint
  from mlps.job where queue = $1::text and not ready
 order by turn limit 1
