-- review_look: what the reviews of contract $1 are reckoned from, one JSON object {"schedules": {"WORK CLAUSE TITLE": id}, "facts": [...],
-- "standing": number of tasks of theirs that are planned, and of looks that are}. Facts that hold, and finished cycles as the assessments
-- they are, in order of system, then of day; days are numbers since 1970.
select jsonb_build_object(
    'schedules', (select coalesce(jsonb_object_agg(concat(work, ' ', clause, ' ', title), id), '{}')
                    from schedule where contract_id = k.id and period = 'expiry'),
    'standing', (select count(t.id) + count(distinct s.id) filter (where s.look_at is not null)
                   from schedule s left join task t on t.schedule_id = s.id and t.state = 'planned'
                  where s.contract_id = k.id and s.period = 'expiry'),
    'facts', (select coalesce(jsonb_agg(jsonb_build_object(
                  'name', f.name, 'clause', f.clause, 'unit', coalesce(f.unit, ''), 'system', f.system_id, 'serial', y.serial,
                  'grade', y.grade, 'on', (f.occurred_at at time zone k.zone)::date - date '1970-01-01',
                  'noted_on', (f.recorded_at at time zone k.zone)::date - date '1970-01-01')
                  order by f.system_id, f.occurred_at, f.id), '[]')
                from (select id, name, clause, unit, system_id, occurred_at, recorded_at
                        from fact
                       where contract_id = k.id and name in ('filed', 'assessed', 'expires') and voids is null
                         and not exists (select from fact v where v.voids = fact.id)
                       union all
                      select 0, 'assessed', null, null, system_id, occurred_at, occurred_at
                        from assessed_by_cycle(k.id)) f
                left join system y on y.id = f.system_id))
  from contract k
 where k.id = $1::bigint;
