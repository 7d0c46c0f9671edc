-- finding_rows: a page of findings as {"items":[...],"next":cursor or null}, in order of id.
-- Filters, null for any: $1 finding, $2 contract code, $3 cycle, $4 state. $5 the id after which the page begins, $6 rows at most. `due_on` and what follows it are the finding's deadline, null
-- where the contract states no term for it.
with page as (
    select f.id, row_number() over (order by f.id) as n, json_build_object(
               'id', f.id, 'contract', k.code, 'system', s.id, 'serial', s.serial, 'system_name', s.name,
               'cycle', f.cycle_id, 'round', f.round, 'code', f.code, 'title', f.title,
               'control_point', f.control_point, 'risk', f.risk, 'state', f.state, 'found_on', f.found_on,
               'fixed_on', f.fixed_on, 'verified_on', f.verified_on, 'accepted_on', f.accepted_on, 'reopened_on', f.reopened_on, 'due_on', d.due_on, 'deadline', d.id,
               'deadline_code', d.code, 'deadline_state', d.state, 'version', f.version) as item
      from finding f
      join cycle c on c.id = f.cycle_id
      join system s on s.id = c.system_id
      join contract k on k.id = s.contract_id
      left join deadline d on d.subject_kind = 'finding' and d.subject_id = f.id
     where ($1::bigint is null or f.id = $1)
       and ($2::text is null or k.code = $2)
       and ($3::bigint is null or f.cycle_id = $3)
       and ($4::text is null or f.state = $4)
       and f.id > $5::bigint
     order by f.id
     limit $6::bigint + 1)
select json_build_object(
           'items', coalesce(json_agg(item order by n) filter (where n <= $6), '[]'::json),
           'next', case when count(*) > $6 then (max(id) filter (where n = $6))::text end)
  from page;
