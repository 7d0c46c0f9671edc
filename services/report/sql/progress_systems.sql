-- progress_systems: a page of at most $4 systems of contract row $1 after serial $3, on day $2: {items, next}. Each with
-- the phases of its last cycle, its lateness and its earliest unmet deadline.
with page as (
    select s.id, s.serial, s.name, s.grade, t.code as team, t.name as team_name, y.id as cycle,
           y.state as cycle_state, y.started_on, y.ended_on, row_number() over (order by s.serial) as n
      from mlps.system s
      join mlps.team t on t.id = s.team_id
      left join lateral (
          select * from mlps.cycle c where c.system_id = s.id
           order by c.number desc limit 1) as y on true
     where s.contract_id = $1::bigint and s.serial > $3::bigint
     order by s.serial limit $4::bigint + 1)
select json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'id', page.id, 'serial', serial, 'name', name, 'team', team, 'team_name', team_name, 'grade', grade,
        'cycle', cycle, 'cycle_state', cycle_state, 'started', started_on, 'ended', ended_on,
        'phases', phases.list, 'days_late', late.days, 'slip_days', phases.slip,
        'next_due', next.due_on, 'next_due_code', next.code, 'next_due_title', next.title)
        order by n) filter (where n <= $4::bigint), '[]'::json),
    'next', case when count(*) > $4::bigint then max(serial) filter (where n = $4::bigint)::text end)
  from page
  cross join lateral (
      select coalesce(json_agg(json_build_object(
                 'id', p.id, 'number', p.number, 'round', p.round, 'name', p.name, 'state', p.state,
                 'planned_from', p.planned_from, 'planned_to', p.planned_to, 'forecast_from', p.forecast_from,
                 'forecast_to', p.forecast_to, 'started', p.started_on, 'submitted', p.submitted_on,
                 'ended', p.ended_on, 'due', d.due_on,
                 'days_over', greatest(0, case when p.state in ('active', 'returned') then $2::date
                                               else coalesce(p.ended_on, p.submitted_on) end - d.due_on))
                 order by p.number, p.round), '[]'::json) as list,
             max(p.forecast_to) - max(p.planned_to) filter (where p.round = 1) as slip
        from mlps.phase p
        left join lateral (
            select due_on from mlps.deadline
             where subject_kind = 'phase' and subject_id = p.id order by id desc limit 1) as d on true
       where p.cycle_id = page.cycle) as phases
  cross join lateral (
      select coalesce(max($2::date - d.due_on) filter (where d.due_on < $2::date), 0) as days
        from mlps.deadline d
       where d.system_id = page.id and d.party = 'vendor' and d.state in ('open', 'breached')) as late
  left join lateral (
      select d.due_on, d.code, d.title from mlps.deadline d
       where d.system_id = page.id and d.state in ('open', 'breached')
       order by d.due_at, d.id limit 1) as next on true;
