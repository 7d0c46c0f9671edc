-- job_lease_drop: its worker goes; what lease $1 still holds is free at once, its attempts not counted.
delete from mlps.job_lease where id = $1::bigint
