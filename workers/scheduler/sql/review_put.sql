-- review_put: tasks of contract $1: of schedule $2 for unit $3 of system $4 (0: of none) from day $5 to day $6 (numbers since 1970), first
-- step of the ladder at $7. What is there stays; what a fact had taken away comes back with the day it has now.
insert into task (schedule_id, contract_id, system_id, unit, turn, slot_from, slot_to, due_on, items, state, alarm_at)
select schedule, $1::bigint, nullif(system, 0), unit, 1, date '1970-01-01' + first::integer, date '1970-01-01' + last::integer,
       date '1970-01-01' + last::integer, 0, 'planned', alarm
  from unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::timestamptz[])
       as w (schedule, unit, system, first, last, alarm)
 order by last, schedule, unit
on conflict on constraint task_once do update
   set state = 'planned', slot_to = excluded.slot_to, due_on = excluded.due_on, alarm_at = excluded.alarm_at, deadline_id = null,
       note = null, version = task.version + 1
 where task.state = 'skipped';
