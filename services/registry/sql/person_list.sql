-- person_list: a page of at most $4 people of contract $1 after row $2, or only the row $3 (0: all): {items, next}.
with page as (
    select r.*, c.code as contract, t.code as team, row_number() over (order by r.id) as n
      from mlps.person r
      join mlps.contract c on c.id = r.contract_id
      left join mlps.team t on t.id = r.team_id
     where c.code = $1::text and r.id > $2::bigint and ($3::bigint = 0 or r.id = $3::bigint)
     order by r.id limit $4::bigint + 1)
select json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'id', id, 'contract', contract, 'name', name, 'role', role, 'team', team, 'email', email,
        'active', active, 'version', version)
        order by n) filter (where n <= $4::bigint), '[]'::json),
    'next', case when count(*) > $4::bigint then max(id) filter (where n = $4::bigint)::text end)
  from page;
