-- deadline_find: deadline of contract $1 with code $2, locked.
select id, state, due_on, due_at, breach_at, provisional, due_version, started_at, closed_at, breached_at, calendar_id
  from mlps.deadline
 where contract_id = $1::bigint and code = $2::text
   for no key update
