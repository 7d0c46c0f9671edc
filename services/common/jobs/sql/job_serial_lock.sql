-- job_serial_lock: until the end of the transaction no other one puts a job with serial $2 into queue $1, so ids of such jobs
-- grow in the order of their commits.
select pg_advisory_xact_lock(hashtextextended($1::text || '/' || $2::text, 5))
