-- rows_systems: one row per system of contract $1 on business day $2, in order of serial number, with its latest
-- cycle and counts of findings, deadlines and deliverables. Columns as in SYSTEMS of sheets_portfolio.c.
with latest as (
    select distinct on (c.system_id) c.id, c.system_id, c.number, c.state, c.started_on
      from cycle c join system s on s.id = c.system_id
     where s.contract_id = $1::bigint
     order by c.system_id, c.number desc),
last_round as (
    select distinct on (p.cycle_id, p.number) p.*
      from phase p join latest l on l.id = p.cycle_id
     order by p.cycle_id, p.number, p.round desc),
ends as (
    select cycle_id, max(coalesce(ended_on, forecast_to)) as forecast_end from last_round group by cycle_id),
running as (
    select distinct on (p.cycle_id) p.cycle_id, p.name, p.round, p.state,
           greatest(coalesce(p.submitted_on, $2::date) - coalesce(d.due_on, p.planned_to), 0) as days_over
      from last_round p
      left join deadline d on d.subject_kind = 'phase' and d.subject_id = p.id and d.state <> 'void'
     where p.state in ('active', 'submitted', 'returned', 'suspended')
     order by p.cycle_id, p.number, d.id),
assessed as (
    select distinct on (a.cycle_id) a.cycle_id, a.assessed_on, a.score_bp
      from assessment a join latest l on l.id = a.cycle_id
     order by a.cycle_id, a.assessed_on desc, a.id desc),
found as (
    select f.cycle_id, count(*) filter (where f.risk = 'high') as high,
           count(*) filter (where f.risk = 'medium') as medium, count(*) filter (where f.risk = 'low') as low
      from finding f join latest l on l.id = f.cycle_id
     where f.state = 'open' group by f.cycle_id),
due as (
    select system_id, count(*) filter (where state in ('open', 'paused')) as open,
           count(*) filter (where state = 'breached') as overdue
      from deadline where contract_id = $1::bigint and system_id is not null group by system_id),
papers as (
    select system_id, count(*) as required, count(*) filter (where state <> 'required') as submitted,
           count(*) filter (where state = 'signed') as signed
      from deliverable where contract_id = $1::bigint and system_id is not null group by system_id)
select s.serial, s.name as system, t.name as team, s.grade, s.clause, l.number as cycle, l.started_on,
       r.name as phase, r.round,
       case when l.id is null then 'none'
            when l.state = 'open' and r.state <> 'suspended' and r.days_over > 0 then 'over:' || r.days_over
            else l.state end as state,
       e.forecast_end, a.assessed_on, a.score_bp as score,
       coalesce(f.high, 0) as high, coalesce(f.medium, 0) as medium, coalesce(f.low, 0) as low,
       coalesce(d.open, 0) as open, coalesce(d.overdue, 0) as overdue,
       coalesce(p.required, 0) as required, coalesce(p.submitted, 0) as submitted,
       coalesce(p.signed, 0) as signed, round(p.signed * 10000.0 / p.required)::bigint as signed_share
  from system s
  join team t on t.id = s.team_id
  left join latest l on l.system_id = s.id
  left join ends e on e.cycle_id = l.id
  left join running r on r.cycle_id = l.id
  left join assessed a on a.cycle_id = l.id
  left join found f on f.cycle_id = l.id
  left join due d on d.system_id = s.id
  left join papers p on p.system_id = s.id
 where s.contract_id = $1::bigint
 order by s.serial
