-- job_beat: lease $1 holds for $2 ms from now.
update mlps.job_lease set until = clock_timestamp() + $2::bigint * interval '1 millisecond' where id = $1::bigint
