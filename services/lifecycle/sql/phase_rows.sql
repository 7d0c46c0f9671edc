-- phase_rows: the phases $1 as {"items":[...],"next":cursor or null}, in order of cycle, number, round, at most $2 of them;
-- a cursor when there are more. `due_on` and what follows it are the phase's deadline. By ids alone: each write answers with
-- its row, and reads it by its key however many phases there are.
with page as (
    select f.cycle_id, f.number * 100 + f.round as step, row_number() over (order by f.cycle_id, f.number, f.round) as n, json_build_object(
               'id', f.id, 'cycle', f.cycle_id, 'contract', k.code, 'system', s.id, 'serial', s.serial,
               'system_name', s.name, 'number', f.number, 'round', f.round, 'name', f.name, 'clause', f.clause,
               'limit_days', f.limit_days, 'state', f.state, 'planned_from', f.planned_from, 'planned_to', f.planned_to,
               'forecast_from', f.forecast_from, 'forecast_to', f.forecast_to, 'started_on', f.started_on,
               'submitted_on', f.submitted_on, 'ended_on', f.ended_on, 'documents', f.documents, 'note', f.note,
               'due_on', d.due_on, 'deadline', d.id, 'deadline_code', d.code, 'deadline_state', d.state,
               'version', f.version) as item
      from phase f
      join cycle c on c.id = f.cycle_id
      join system s on s.id = c.system_id
      join contract k on k.id = s.contract_id
      left join deadline d on d.subject_kind = 'phase' and d.subject_id = f.id
     where f.id = any ($1::bigint[]))
select json_build_object(
           'items', coalesce(json_agg(item order by n) filter (where n <= $2::bigint), '[]'::json),
           'next', case when count(*) > $2::bigint then max(cycle_id || '.' || step) filter (where n = $2::bigint) end)
  from page;
