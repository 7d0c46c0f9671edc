-- account_list: a page of at most $3 accounts after row $2, or only row $1 (0: any): {items, next}, each with whom it is in which contract.
with page as (
    select a.*, row_number() over (order by a.id) as n
      from mlps.account a
     where ($1::bigint = 0 or a.id = $1::bigint) and a.id > $2::bigint
     order by a.id limit $3::bigint + 1)
select json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'id', id, 'name', name, 'added_at', mlps.instant_text(added_at, 'Asia/Shanghai'), 'added_by', added_by,
        'revoked_at', mlps.instant_text(revoked_at, 'Asia/Shanghai'), 'revoked_by', revoked_by,
        'persons', (select coalesce(json_agg(json_build_object(
                               'contract', c.code, 'person', p.name, 'role', p.role,
                               'bound_at', mlps.instant_text(b.bound_at, c.zone), 'bound_by', b.bound_by) order by c.code), '[]'::json)
                      from mlps.account_person b
                      join mlps.person p on p.id = b.person_id
                      join mlps.contract c on c.id = b.contract_id
                     where b.account_id = page.id),
        'version', version) order by n) filter (where n <= $3::bigint), '[]'::json),
    'next', case when count(*) > $3::bigint then max(id) filter (where n = $3::bigint)::text end)
  from page;
