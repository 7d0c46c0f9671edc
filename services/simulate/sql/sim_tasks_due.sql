-- sim_tasks_due: the tasks of contract $1 that are due on day $2 and not done, in order of their making. Columns: id, clause, period, code of
-- their system's team, name of the person they are for.
select t.id, d.clause, d.period, m.code, p.name
  from mlps.task t
  join mlps.schedule d on d.id = t.schedule_id
  left join mlps.system s on s.id = t.system_id
  left join mlps.team m on m.id = s.team_id
  left join mlps.person p on p.id = t.person_id
 where t.contract_id = (select c.id from mlps.contract c where c.code = $1::text) and t.due_on = $2::date and t.state = 'planned'
 order by t.id
