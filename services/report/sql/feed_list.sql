-- feed_list: a page of at most $4 feeds after row $3, of contract $1 (null: any) or only row $2 (0: any): {items, next}.
with page as (
    select f.*, c.code as contract, c.zone, t.code as team, p.name as person, row_number() over (order by f.id) as n
      from mlps.calendar_feed f
      join mlps.contract c on c.id = f.contract_id
      left join mlps.team t on t.id = f.team_id
      left join mlps.person p on p.id = f.person_id
     where ($1::text is null or c.code = $1::text) and ($2::bigint = 0 or f.id = $2::bigint) and f.id > $3::bigint
     order by f.id limit $4::bigint + 1)
select json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'id', id, 'contract', contract,
        'scope', case when person_id is not null then 'person' when team_id is not null then 'team' else 'contract' end,
        'team', team, 'person', person, 'issued_at', mlps.instant_text(issued_at, zone), 'issued_by', issued_by,
        'revoked_at', mlps.instant_text(revoked_at, zone), 'revoked_by', revoked_by, 'version', version)
        order by n) filter (where n <= $4::bigint), '[]'::json),
    'next', case when count(*) > $4::bigint then max(id) filter (where n = $4::bigint)::text end)
  from page;
