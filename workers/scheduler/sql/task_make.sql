-- task_make: the occurrences of contract $1: of schedule $2 from day $3 to day $4 each (numbers since 1970), missed where $5 is 1,
-- first step of their ladder at $6: one task for each place of the schedule and each time. What is there stays; what a calendar
-- took away comes back.
insert into task (schedule_id, contract_id, system_id, unit, turn, slot_from, slot_to, due_on, items, state, alarm_at)
select s.id, s.contract_id, y.id, p.unit, turn.n, date '1970-01-01' + slot.first::integer,
       date '1970-01-01' + slot.last::integer, date '1970-01-01' + slot.last::integer, s.items,
       case when slot.missed = 1 then 'missed' else 'planned' end, case when slot.missed = 0 then slot.alarm end
  from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::timestamptz[]) with ordinality
       as slot (schedule, first, last, missed, alarm, place)
  join schedule s on s.id = slot.schedule and s.contract_id = $1::bigint
 cross join jsonb_to_recordset(s.places) as p (unit text, serial integer)
 cross join generate_series(1, s.times) as turn (n)
  left join system y on y.contract_id = s.contract_id and y.serial = p.serial
 order by slot.place, p.unit, turn.n
on conflict on constraint task_once do update
   set state = excluded.state, alarm_at = excluded.alarm_at, note = null, version = task.version + 1
 where task.state = 'skipped';
