-- job_wake: up to 1000 waiting jobs whose time has come are ready.
with come as materialized (
    select id from mlps.job where not ready and run_at <= clock_timestamp()
     order by run_at limit 1000 for update skip locked)
update mlps.job set ready = true where id = any (array(select id from come))
