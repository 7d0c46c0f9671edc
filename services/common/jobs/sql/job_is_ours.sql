-- job_is_ours: 1 when job $1 is in attempt $2 under lease $3, else 0.
select count(*) from mlps.job where id = $1::bigint and attempt = $2::bigint and lease = $3::bigint
