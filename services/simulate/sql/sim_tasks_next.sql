-- sim_tasks_next: the first day after $2 on which a task of contract $1 is due that is not done; no row for none. The contract by a
-- question of its own, so that the tasks are walked by their index from that day on.
select t.due_on
  from mlps.task t
 where t.contract_id = (select c.id from mlps.contract c where c.code = $1::text) and t.due_on > $2::date and t.state = 'planned'
 order by t.due_on, t.id
 limit 1
