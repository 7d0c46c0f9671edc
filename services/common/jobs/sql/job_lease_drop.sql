-- job_lease_drop: lease $1 holds nothing any more.
delete from mlps.job_lease where id = $1::bigint
