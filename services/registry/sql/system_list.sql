-- system_list: a page of at most $10 systems after contract row $8 and serial $9: {items, next}. Filters, each null
-- or 0 for any: contract $1, team $2, part of the name $3, grade $4, number of the phase it is in $5, row $6,
-- serial $7. The phase it is in: the running one of its last cycle, else the last begun, else the first.
with page as (
    select s.*, c.code as contract, t.code as team, t.name as team_name, here.*,
           row_number() over (order by s.contract_id, s.serial) as n
      from mlps.system s
      join mlps.contract c on c.id = s.contract_id
      join mlps.team t on t.id = s.team_id
      left join lateral (
          select y.id as cycle, p.id as phase_id, p.number as phase, p.name as phase_name, p.round, p.state
            from mlps.cycle y
            join mlps.phase p on p.cycle_id = y.id
           where y.system_id = s.id
           order by y.number desc,
                    (p.state in ('active', 'submitted', 'returned', 'suspended')) desc,
                    p.started_on desc nulls last, p.round desc,
                    case when p.started_on is null then -p.number else p.number end desc
           limit 1) as here on true
     where ($1::text is null or c.code = $1::text)
       and ($2::text is null or t.code = $2::text)
       and ($3::text is null or position(lower($3::text) in lower(s.name)) > 0)
       and ($4::bigint = 0 or s.grade = $4::bigint)
       and ($5::bigint = 0 or here.phase = $5::bigint)
       and ($6::bigint = 0 or s.id = $6::bigint)
       and ($7::bigint = 0 or s.serial = $7::bigint)
       and (s.contract_id, s.serial) > ($8::bigint, $9::bigint)
     order by s.contract_id, s.serial limit $10::bigint + 1)
select json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'id', id, 'contract', contract, 'serial', serial, 'name', name, 'team', team, 'team_name', team_name,
        'grade', grade, 'clause', clause, 'cycle', cycle, 'phase', phase, 'phase_id', phase_id,
        'phase_name', phase_name, 'round', round, 'state', state, 'version', version)
        order by n) filter (where n <= $10::bigint), '[]'::json),
    'next', case when count(*) > $10::bigint
                 then max(contract_id || '.' || serial) filter (where n = $10::bigint) end)
  from page;
