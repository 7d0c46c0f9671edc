-- decision_person: whoever is active and named $2 in contract $1, and whether the role is one of $3; first who may. No row: nobody.
select p.id, p.role = any ($3::text[])
  from mlps.person p
 where p.contract_id = $1::bigint and p.name = $2::text and p.active
 order by p.role = any ($3::text[]) desc, p.id
 limit 1
