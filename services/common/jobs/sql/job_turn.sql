-- job_turn: complete jobs in attempts $7, ids from $8 to $9 (arrays; null: none), and claim up to $2 ready jobs of queue $1 for worker $4 under
-- lease $3 for $5 ms, of kinds $6 (null: any). Rows: id, kind, payload, failed attempts, most attempts, in order of their turn. See
-- schema/functions/job_turn.sql.
select id, kind, payload, attempt, max_attempts
  from mlps.job_turn($1::text, $2::bigint, $3::bigint, $4::text, $5::bigint, $6::text[], $7::bigint[], $8::bigint[], $9::bigint[])
