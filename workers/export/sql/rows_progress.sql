-- rows_progress: one row per system of contract $1 on business day $2, in order of serial number: where each phase
-- of its latest cycle stands. Columns as in PROGRESS of sheets_portfolio.c, the phases as one object
-- {"<number>": [planned end, actual end, state]} of the latest round. Days over count from the phase's due day.
with latest as (
    select distinct on (c.system_id) c.id, c.system_id, c.state, c.started_on
      from cycle c join system s on s.id = c.system_id
     where s.contract_id = $1::bigint
     order by c.system_id, c.number desc),
last_round as (
    select distinct on (p.cycle_id, p.number) p.*
      from phase p join latest l on l.id = p.cycle_id
     order by p.cycle_id, p.number, p.round desc),
judged as (
    select p.*, greatest(coalesce(p.ended_on, p.submitted_on, $2::date)
                         - coalesce(d.due_on, p.planned_to), 0) as days_over
      from last_round p
      left join lateral (select due_on from deadline
                          where subject_kind = 'phase' and subject_id = p.id and state <> 'void'
                          order by id limit 1) d on true),
phases as (
    select cycle_id, max(coalesce(ended_on, forecast_to)) as forecast_end,
           jsonb_object_agg(number, jsonb_build_array(planned_to, ended_on,
               case when state = 'done' and days_over > 0 then 'done_late:' || days_over
                    when state in ('active', 'submitted', 'returned') and days_over > 0 then 'over:' || days_over
                    else state end)) as cells
      from judged group by cycle_id),
planned as (
    select p.cycle_id, max(p.planned_to) as planned_end
      from phase p join latest l on l.id = p.cycle_id
     where p.round = 1 group by p.cycle_id),
running as (
    select distinct on (cycle_id) cycle_id, name, round, days_over, state
      from judged where state in ('active', 'submitted', 'returned', 'suspended')
     order by cycle_id, number)
select s.serial, t.name as team, s.name as system, s.grade, l.started_on,
       ph.cells as phases,
       r.name as phase, r.round,
       case when l.id is null then 'none'
            when l.state = 'open' and r.state <> 'suspended' and r.days_over > 0 then 'over:' || r.days_over
            else l.state end as state,
       pl.planned_end, ph.forecast_end, case when l.id is not null then greatest(ph.forecast_end - pl.planned_end, 0) end as days_late,
       n.due_on as next_due, n.title as next_title
  from system s
  join team t on t.id = s.team_id
  left join latest l on l.system_id = s.id
  left join phases ph on ph.cycle_id = l.id
  left join planned pl on pl.cycle_id = l.id
  left join running r on r.cycle_id = l.id
  left join lateral (select d.due_on, d.title from deadline d
                      where d.system_id = s.id and d.state in ('open', 'paused') and d.due_on >= $2::date
                      order by d.due_at, d.id limit 1) n on true
 where s.contract_id = $1::bigint
 order by s.serial
