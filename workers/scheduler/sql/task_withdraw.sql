-- task_withdraw: of the schedules $1 the planned tasks that begin from day $2 on and before day $3 each (numbers since 1970; -1: no
-- end), and on none of the days $5 (of schedule $4 each), are skipped: a new calendar has no such days. One row per schedule that lost
-- any: its id and how many.
with gone as (
    update task t
       set state = 'skipped', alarm_at = null, note = 'calendar', version = t.version + 1
      from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as span (schedule, first, before)
     where t.schedule_id = span.schedule and t.state = 'planned'
       and t.slot_from >= date '1970-01-01' + span.first::integer
       and (span.before < 0 or t.slot_from < date '1970-01-01' + span.before::integer)
       and not exists (select from unnest($4::bigint[], $5::bigint[]) as kept (schedule, first)
                        where kept.schedule = t.schedule_id
                          and date '1970-01-01' + kept.first::integer = t.slot_from)
 returning t.schedule_id)
select schedule_id, count(*) from gone group by schedule_id order by schedule_id;
