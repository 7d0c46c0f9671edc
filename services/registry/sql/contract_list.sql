-- contract_list: a page of at most $3 contracts after row $2, oldest first, all or only code $1: {items, next}.
with page as (
    select c.*, p.name as pack, p.version as pack_version, v.code as calendar, v.version as calendar_version,
           row_number() over (order by c.id) as n
      from mlps.contract c
      join mlps.pack p on p.id = c.pack_id
      join mlps.calendar_version v on v.id = c.calendar_id
     where c.id > $2::bigint and ($1::text is null or c.code = $1::text)
     order by c.id limit $3::bigint + 1)
select json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'id', id, 'code', code, 'title', title, 'pack', pack, 'pack_id', pack_id, 'pack_version', pack_version,
        'calendar', calendar, 'calendar_version', calendar_version, 'customer', customer, 'total_fen', total_fen,
        'signed', signed_on, 'service_from', service_from, 'service_to', service_to, 'zone', zone,
        'readings', readings, 'state', state,
        'systems', (select count(*) from mlps.system s where s.contract_id = page.id),
        'teams', (select coalesce(json_agg(json_build_object(
                             'code', t.code, 'name', t.name,
                             'systems', (select count(*) from mlps.system s where s.team_id = t.id))
                         order by t.position), '[]'::json)
                    from mlps.team t where t.contract_id = page.id),
        'version', version)
        order by n) filter (where n <= $3::bigint), '[]'::json),
    'next', case when count(*) > $3::bigint then max(id) filter (where n = $3::bigint)::text end)
  from page;
