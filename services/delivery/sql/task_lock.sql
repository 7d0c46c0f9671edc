-- task_lock: the tasks $1, locked in order of their ids, as rows in the order asked, each with its contract's code; a number that is no
-- task gives no row, one that is asked twice two.
with locked as materialized (
    select t.* from task t where t.id = any ($1::bigint[]) order by t.id for no key update)
select t.state, t.slot_from, t.slot_to, t.items, t.version, k.code, t.contract_id, s.clause, s.title, t.unit, t.deadline_id, s.work, t.id
  from unnest($1::bigint[]) with ordinality as asked (id, n)
  join locked t on t.id = asked.id
  join schedule s on s.id = t.schedule_id
  join contract k on k.id = t.contract_id
 order by asked.n;
