-- forecast_systems: at most $3 systems of contract row $1 by serial, each with the phases of its open cycle that have not
-- ended, in the order in which they follow each other. Days are numbers since 1970. `missed`: its breach stands. What is
-- paused is not due before today ($2). `code` of a phase that has not begun is the one its deadline will have.
with page as (
    select s.id, s.serial, s.name, t.code as team, y.id as cycle, y.number as cycle_number, y.state as cycle_state
      from mlps.system s
      join mlps.team t on t.id = s.team_id
      left join lateral (
          select * from mlps.cycle c where c.system_id = s.id
           order by c.number desc limit 1) as y on true
     where s.contract_id = $1::bigint
     order by s.serial limit $3::bigint)
select coalesce(json_agg(json_build_object(
           'serial', page.serial, 'name', page.name, 'team', page.team, 'started', page.cycle is not null,
           'done', coalesce(page.cycle_state <> 'open', false), 'phases', phases.list) order by page.serial), '[]'::json)
  from page
  cross join lateral (
      select coalesce(json_agg(json_build_object(
                 'id', p.id, 'number', p.number, 'state', p.state,
                 'from', coalesce(p.started_on, p.forecast_from) - date '1970-01-01',
                 'due', case when d.state = 'paused' then greatest(d.due_on, $2::date)
                             else coalesce(d.due_on, p.forecast_to) end - date '1970-01-01',
                 'deadline', d.id, 'provisional', coalesce(d.provisional, false),
                 'code', k.code, 'case', 'D/' || k.code,
                 'missed', coalesce(d.state = 'breached', false) and exists (
                     select from mlps.breach b where b.deadline_id = d.id and b.due_version = d.due_version))
                 order by p.number, p.round), '[]'::json) as list
        from mlps.phase p
        left join lateral (
            select * from mlps.deadline where subject_kind = 'phase' and subject_id = p.id
             order by id desc limit 1) as d on true
        cross join lateral (
            select coalesce(d.code, p.clause || '/' || page.serial || '/' || page.cycle_number || '/r' || p.round) as code) as k
       where p.cycle_id = page.cycle and page.cycle_state = 'open' and p.state not in ('done', 'skipped')) as phases;
