-- rows_deadline_days: the steps of the current ruling's proof of every deadline of contract $1, one row each, in the
-- order of rows_deadlines; a step that counts a range of calendar days gives one row per day. $2 is not used by a
-- proof but taken like in all row statements. Columns as in DEADLINE_DAYS of sheets_dispute.c.
select d.code, d.title, s.serial, s.name as system, e.n as step, x.day,
       extract(isodow from x.day)::integer as weekday,
       case when e.step ->> 'why' in ('days_counted', 'working_day', 'makeup_day') then 'counted'
            when e.step ->> 'why' in ('weekend', 'holiday', 'makeup_rests', 'first_day_excluded', 'paused') then 'skipped'
            when e.step ->> 'why' = 'due' then 'due' end as counted,
       case when e.step ->> 'why' = 'days_counted' then (k.i + 1)::text
            when e.step ->> 'why' in ('working_day', 'makeup_day') then e.step ->> 'n' end as number,
       e.step as why,
       case when e.step ? 'clause' then 'clause' when e.step ? 'reading' then 'reading'
            when e.step ? 'calendar' then 'calendar' when e.step ? 'fact' then 'fact' end as basis,
       coalesce(e.step ->> 'clause', (e.step ->> 'reading') || coalesce(' = ' || (e.step ->> 'name'), ''),
                e.step ->> 'calendar', e.step ->> 'fact') as ref,
       v.code || ' ' || v.version as calendar
  from deadline d
  join ruling r on r.id = d.ruling_id
  join calendar_version v on v.id = r.calendar_id
  left join system s on s.id = d.system_id
  cross join lateral jsonb_array_elements(r.proof) with ordinality e (step, n)
  cross join lateral generate_series(0,
       case when e.step ->> 'why' = 'days_counted'
            then (e.step ->> 'to')::date - (e.step ->> 'from')::date else 0 end) k (i)
  cross join lateral (select left(e.step ->> 'from', 10)::date + k.i as day) x
 where d.contract_id = $1::bigint and $2::date is not null
 order by d.due_at, d.code, e.n, k.i
