-- job_tally_compact: one row per queue and outcome instead of many; nothing while there are few.
with gone as (
    delete from mlps.job_tally where (select count(*) from mlps.job_tally) > 200 returning queue, outcome, jobs)
insert into mlps.job_tally (queue, outcome, jobs)
select queue, outcome, sum(jobs) from gone group by queue, outcome
