-- cycle_rows: a page of cycles as {"items":[...],"next":cursor or null}, in order of id.
-- Filters, null for any: $1 cycle, $2 system, $3 contract code, $4 team code. $5 the id after which the
-- page begins, $6 rows at most.
with page as (
    select c.id, row_number() over (order by c.id) as n, json_build_object(
               'id', c.id, 'contract', k.code, 'system', s.id, 'serial', s.serial, 'name', s.name, 'grade', s.grade,
               'team', t.code, 'team_name', t.name, 'number', c.number, 'pack', p.name, 'pack_version', p.version,
               'started_on', c.started_on, 'ended_on', c.ended_on, 'state', c.state, 'version', c.version) as item
      from cycle c
      join system s on s.id = c.system_id
      join contract k on k.id = s.contract_id
      join team t on t.id = s.team_id
      join pack p on p.id = c.pack_id
     where ($1::bigint is null or c.id = $1)
       and ($2::bigint is null or c.system_id = $2)
       and ($3::text is null or k.code = $3)
       and ($4::text is null or t.code = $4)
       and c.id > $5::bigint
     order by c.id
     limit $6::bigint + 1)
select json_build_object(
           'items', coalesce(json_agg(item order by n) filter (where n <= $6), '[]'::json),
           'next', case when count(*) > $6 then (max(id) filter (where n = $6))::text end)
  from page;
