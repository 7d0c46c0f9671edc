-- task_lock: task $1, locked, with its contract's code. No row: there is none.
select t.state, t.slot_from, t.slot_to, t.items, t.version, k.code, t.contract_id, s.clause, s.title, t.unit, t.deadline_id, s.work
  from task t
  join schedule s on s.id = t.schedule_id
  join contract k on k.id = t.contract_id
 where t.id = $1::bigint
   for no key update of t;
