-- job_is_ours: 1 when job $1 is in attempt $2 under lease $3, else 0.
select count(*) from mlps.job j, mlps.job_lease l
 where j.id = $1::bigint and j.attempt = $2::bigint - 1 and l.id = $3::bigint and l.jobs @> $1::bigint
