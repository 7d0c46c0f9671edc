-- recast_alarms: the slots of contract $1 with tasks whose ladder has not begun, of schedules that were planned by an older calendar
-- than $2, as a JSON list of {schedule, clause, title, work, from, due, guess}: `guess` is true where that calendar did not know the
-- year. Days are numbers since 1970. To be asked before the schedules take the new one over.
select coalesce(jsonb_agg(jsonb_build_object(
           'schedule', slot.id, 'clause', slot.clause, 'title', slot.title, 'work', slot.work,
           'from', slot.slot_from - date '1970-01-01', 'due', slot.due_on - date '1970-01-01',
           'guess', not exists (select from calendar_day known
                                 where known.calendar_id = slot.calendar_id
                                   and extract(year from known.day) = extract(year from slot.slot_from)))
           order by slot.id, slot.slot_from), '[]')
  from (select distinct s.id, s.clause, s.title, s.work, s.calendar_id, t.slot_from, t.due_on
          from schedule s
          join task t on t.schedule_id = s.id and t.alarm_at is not null
         where s.contract_id = $1::bigint and s.calendar_id < $2::bigint) slot;
