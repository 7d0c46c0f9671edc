-- job_wake: up to 1000 waiting jobs whose time has come are ready; their turn counts from now on by priority.
with come as materialized (
    select id from mlps.job where not ready and turn <= clock_timestamp()
     order by turn limit 1000 for update skip locked)
update mlps.job set ready = true, turn = turn + priority * interval '1 minute' where id = any (array(select id from come))
