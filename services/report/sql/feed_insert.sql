-- feed_insert: a feed of contract row $1 whose token has the hash $4: of team $2 (its code) or of person $3 (an active one of
-- that name, an engineer first), or with both null of the contract. Its row; none when there is no such team or person.
insert into mlps.calendar_feed (contract_id, team_id, person_id, token_hash)
select c.id, t.id, p.id, $4::text
  from mlps.contract c
  left join mlps.team t on t.contract_id = c.id and t.code = $2::text
  left join lateral (
      select r.id from mlps.person r
       where r.contract_id = c.id and r.name = $3::text and r.active
       order by r.role <> 'engineer', r.id limit 1) as p on true
 where c.id = $1::bigint and ($2::text is null) = (t.id is null) and ($3::text is null) = (p.id is null)
returning id;
