-- habit_list: people of contract $1 who want a digest, a page of at most $3 after person $2: {items, next}.
with page as (
    select h.digest_at, p.id, p.name, p.role, row_number() over (order by p.id) as n
      from mlps.reminder_habit h
      join mlps.person p on p.id = h.person_id
      join mlps.contract c on c.id = p.contract_id
     where c.code = $1::text and p.id > $2::bigint
     order by p.id limit $3::bigint + 1)
select json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'contract', $1::text, 'person', name, 'role', role,
        'digest_at', to_char(make_interval(mins => digest_at), 'HH24:MI'))
        order by n) filter (where n <= $3::bigint), '[]'::json),
    'next', case when count(*) > $3::bigint then max(id) filter (where n = $3::bigint)::text end)
  from page;
