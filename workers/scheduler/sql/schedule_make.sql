-- schedule_make: the schedules in $3 (a JSON list of {clause, title, work, period, places, times, items, catch_up, window_days, waits})
-- that contract $1 lacks, by calendar $2, nothing of them dealt with from day $4 on. What comes by a fact is
-- looked at when there is one.
insert into schedule (contract_id, calendar_id, clause, title, work, period, places, times, items, catch_up, window_days,
                      waits, next_from, look_at)
select $1::bigint, $2::bigint, clause, title, work, period, places, times, items, catch_up, window_days, coalesce(waits, 0),
       $4::date, case when period = 'expiry' then null else timestamptz 'epoch' end
  from rows from (jsonb_to_recordset($3::jsonb) as (clause text, title text, work text, period text, places jsonb,
                  times integer, items integer, catch_up text, window_days integer, waits integer)) with ordinality
       as s (clause, title, work, period, places, times, items, catch_up, window_days, waits, place)
 order by place
on conflict on constraint schedule_unique do nothing;
