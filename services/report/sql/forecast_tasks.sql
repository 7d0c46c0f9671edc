-- forecast_tasks: at most $3 tasks of contract row $1 that are to be done and due on or before $2, by due day. Days are
-- numbers since 1970. `routine`: its slot is a single day.
select coalesce(json_agg(json_build_object(
           'id', k.id, 'clause', k.clause, 'title', k.title, 'unit', nullif(k.unit, ''), 'serial', k.serial, 'person', k.person_id,
           'from', k.slot_from - date '1970-01-01', 'due', k.due_on - date '1970-01-01',
           'document', k.work = 'document', 'routine', k.slot_from = k.slot_to)
           order by k.due_on, k.id), '[]'::json)
  from (select t.id, c.clause, c.title, c.work, t.unit, s.serial, t.person_id, t.slot_from, t.slot_to, t.due_on
          from mlps.task t
          join mlps.schedule c on c.id = t.schedule_id
          left join mlps.system s on s.id = t.system_id
         where t.contract_id = $1::bigint and t.state = 'planned' and t.due_on <= $2::date
         order by t.due_on, t.id limit $3::bigint) as k;
