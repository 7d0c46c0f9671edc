-- review_close: of the planned tasks of the schedules $1 those that no fact asks for any more, given what is asked for: of schedule $2
-- unit $3, to be done by day $4, because of what was done by day $5 (numbers since 1970). Asked for later than it was: that was done,
-- on that day; asked for earlier or not at all: it was never due. A JSON list of {id, unit, due_on, state, done_on, deadline}.
with gone as (
    update task t
       set state = case when w.last > t.due_on - date '1970-01-01' then 'done' else 'skipped' end,
           done_on = case when w.last > t.due_on - date '1970-01-01' then date '1970-01-01' + w.since::integer end,
           items_done = case when w.last > t.due_on - date '1970-01-01' then t.items end,
           alarm_at = null, note = 'facts', version = t.version + 1
      from task own
      left join unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[]) as w (schedule, unit, last, since)
        on w.schedule = own.schedule_id and w.unit = own.unit
     where own.schedule_id = any ($1::bigint[]) and own.state = 'planned'
       and w.last is distinct from own.due_on - date '1970-01-01' and t.id = own.id
 returning t.id, t.unit, t.due_on, t.state, t.done_on - date '1970-01-01' as done_on, t.deadline_id)
select coalesce(jsonb_agg(jsonb_build_object('id', id, 'unit', unit, 'due_on', due_on, 'state', state, 'done_on', done_on,
                                             'deadline', deadline_id) order by id), '[]')
  from gone;
