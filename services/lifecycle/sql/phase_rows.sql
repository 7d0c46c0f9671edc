-- phase_rows: a page of phases as {"items":[...],"next":cursor or null}, in order of cycle, number, round.
-- Filters, null for any: $1 phase, $2 cycle, $3 contract code, $4 state. The page begins after cycle $5,
-- number * 100 + round $6, and has $7 rows at most. `due_on` and what follows it are the phase's deadline.
-- One phase has a branch of its own, read by its key: each write answers with its row, however many phases there are.
with asked as materialized (
    select f.* from phase f where f.id = $1::bigint
    union all
    select f.* from phase f
     where $1::bigint is null
       and ($2::bigint is null or f.cycle_id = $2)
       and ($4::text is null or f.state = $4)
       and (f.cycle_id, f.number * 100 + f.round) > ($5::bigint, $6::bigint)),
page as (
    select f.id, f.cycle_id, f.number * 100 + f.round as step, row_number() over (order by f.cycle_id, f.number, f.round) as n, json_build_object(
               'id', f.id, 'cycle', f.cycle_id, 'contract', k.code, 'system', s.id, 'serial', s.serial,
               'system_name', s.name, 'number', f.number, 'round', f.round, 'name', f.name, 'clause', f.clause,
               'limit_days', f.limit_days, 'state', f.state, 'planned_from', f.planned_from, 'planned_to', f.planned_to,
               'forecast_from', f.forecast_from, 'forecast_to', f.forecast_to, 'started_on', f.started_on,
               'submitted_on', f.submitted_on, 'ended_on', f.ended_on, 'documents', f.documents, 'note', f.note,
               'due_on', d.due_on, 'deadline', d.id, 'deadline_code', d.code, 'deadline_state', d.state,
               'version', f.version) as item
      from asked f
      join cycle c on c.id = f.cycle_id
      join system s on s.id = c.system_id
      join contract k on k.id = s.contract_id
      left join deadline d on d.subject_kind = 'phase' and d.subject_id = f.id
     where $3::text is null or k.code = $3
     order by f.cycle_id, f.number, f.round
     limit $7::bigint + 1)
select json_build_object(
           'items', coalesce(json_agg(item order by n) filter (where n <= $7), '[]'::json),
           'next', case when count(*) > $7 then max(cycle_id || '.' || step) filter (where n = $7) end)
  from page;
