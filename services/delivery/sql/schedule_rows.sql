-- schedule_rows: a page of schedules as {"items":[...],"next":cursor or null}, in the order in which they were made. $1 contract code, $2 one
-- schedule (null: all), $3 the id after which the page begins, $4 rows at most. Counts are of tasks; `missed_slots` of occurrences.
with page as (
    select s.id, row_number() over (order by s.id) as n, json_build_object(
               'id', s.id, 'contract', k.code, 'clause', s.clause, 'title', s.title, 'work', s.work, 'period', s.period,
               'catch_up', s.catch_up, 'window_days', s.window_days, 'missed_slots', s.missed, 'waits', s.waits,
               'places', jsonb_array_length(s.places), 'times', s.times, 'items', s.items, 'next_from', s.next_from,
               'look_at', instant_text(s.look_at, k.zone), 'horizon_on', s.horizon_on,
               'planned', c.planned, 'done', c.done, 'missed', c.missed, 'skipped', c.skipped, 'overdue', c.overdue) as item
      from schedule s
      join contract k on k.id = s.contract_id
     cross join lateral (
           select count(*) filter (where t.state = 'planned') as planned, count(*) filter (where t.state = 'done') as done,
                  count(*) filter (where t.state = 'missed') as missed, count(*) filter (where t.state = 'skipped') as skipped,
                  count(*) filter (where t.state = 'planned' and t.due_on < (business_now() at time zone k.zone)::date) as overdue
             from task t where t.schedule_id = s.id) c
     where ($1::text is null or k.code = $1)
       and ($2::bigint is null or s.id = $2)
       and s.id > $3::bigint
     order by s.id
     limit $4::bigint + 1)
select json_build_object(
           'items', coalesce(json_agg(item order by n) filter (where n <= $4), '[]'::json),
           'next', case when count(*) > $4 then (max(id) filter (where n = $4))::text end)
  from page;
