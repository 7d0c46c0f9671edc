-- task_withdraw: of the schedules $1 the planned tasks that begin after day $2 and on none of the days $4 (of schedule $3 each)
-- are skipped: a new calendar has no such days. One row per schedule that lost any: its id and how many.
with gone as (
    update task t
       set state = 'skipped', alarm_at = null, note = 'calendar', version = t.version + 1
     where t.schedule_id = any ($1::bigint[]) and t.state = 'planned'
       and t.slot_from > date '1970-01-01' + $2::integer
       and not exists (select from unnest($3::bigint[], $4::bigint[]) as kept (schedule, first)
                        where kept.schedule = t.schedule_id
                          and date '1970-01-01' + kept.first::integer = t.slot_from)
 returning t.schedule_id)
select schedule_id, count(*) from gone group by schedule_id order by schedule_id;
