-- task_complete: task $1, locked by the caller, was done on $2 with $3 of its items (null: all) by $4, note $5. One row: the last
-- instant of that day in the contract's zone.
update task t
   set state = 'done', done_on = $2::date, items_done = coalesce($3::integer, items), done_by = $4::text, note = $5::text,
       alarm_at = null, version = t.version + 1
  from contract k
 where t.id = $1::bigint and k.id = t.contract_id
returning (($2::date + 1)::timestamp at time zone k.zone) - interval '1 microsecond';
