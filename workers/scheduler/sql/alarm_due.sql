-- alarm_due: the slots of contract $1 with tasks that reach the first step of their ladder by $2 and are not done, at most $3, as
-- a JSON list in order of time: {schedule, clause, title, from, due}; days are numbers since 1970.
select coalesce(jsonb_agg(jsonb_build_object(
           'schedule', s.id, 'clause', s.clause, 'title', s.title,
           'from', slot.slot_from - date '1970-01-01', 'due', slot.due_on - date '1970-01-01')
           order by slot.due_on, s.id), '[]')
  from (select distinct schedule_id, slot_from, due_on from task
         where contract_id = $1::bigint and alarm_at <= $2::timestamptz
         order by due_on, schedule_id
         limit $3::bigint) slot
  join schedule s on s.id = slot.schedule_id;
