-- recast_alarms_move: by calendar $2 the ladder of the tasks of contract $1, of schedule $3 from day $4 and due on day $5 each (numbers
-- since 1970), begins at $6 each; where that is the epoch there is no such day, and they are skipped. A task that was done
-- meanwhile has no ladder and stays. Schedules that come by a fact are by that calendar from now on; those by date become so when
-- they are looked at. One JSON list of {schedule, clause, title, withdrawn} of those that lost any.
with moved as (
    update task t
       set alarm_at = nullif(m.alarm, 'epoch'),
           state = case when m.alarm = 'epoch' then 'skipped' else t.state end,
           note = case when m.alarm = 'epoch' then 'calendar' else t.note end,
           version = t.version + (m.alarm = 'epoch')::integer
      from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::timestamptz[]) as m (schedule, first, due, alarm)
     where t.contract_id = $1::bigint and t.schedule_id = m.schedule and t.slot_from = date '1970-01-01' + m.first::integer
       and t.due_on = date '1970-01-01' + m.due::integer and t.alarm_at is distinct from m.alarm and t.alarm_at is not null
 returning t.schedule_id, t.state),
taken_over as (
    update schedule
       set calendar_id = $2::bigint
     where contract_id = $1::bigint and calendar_id < $2::bigint and period = 'expiry')
select coalesce(jsonb_agg(jsonb_build_object('schedule', s.id, 'clause', s.clause, 'title', s.title, 'withdrawn', gone.tasks)
                          order by s.id), '[]')
  from (select schedule_id, count(*) as tasks from moved where state = 'skipped' group by schedule_id) gone
  join schedule s on s.id = gone.schedule_id;
