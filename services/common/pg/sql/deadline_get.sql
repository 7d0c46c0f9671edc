-- deadline_get: deadline $1, locked.
select id, state, due_on, due_at, breach_at, provisional, due_version, started_at, closed_at, breached_at, calendar_id
  from mlps.deadline
 where id = $1::bigint
   for no key update
