-- job_release: job $1 in attempt $2 under lease $3 was not begun: nobody holds it any more and the attempt does not count.
update mlps.job_lease l set jobs = l.jobs - int8multirange(int8range($1::bigint, $1::bigint, '[]'))
  from mlps.job j
 where l.id = $3::bigint and l.jobs @> $1::bigint and j.id = $1::bigint and j.attempt = $2::bigint - 1
