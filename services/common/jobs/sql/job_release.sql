-- job_release: job $1 in attempt $2 under lease $3 was not begun: it is ready again and the attempt does not count.
update mlps.job set lease = null, attempt = attempt - 1
 where id = $1::bigint and attempt = $2::bigint and lease = $3::bigint
