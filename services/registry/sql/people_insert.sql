-- people_insert: people of contract $1 from the list $2 of {name, role, team?, email?}; the row of each. One whose
-- team the contract lacks is left out, so the caller compares the number of rows.
insert into mlps.person (contract_id, team_id, name, role, email)
select $1::bigint, t.id, p.value ->> 'name', p.value ->> 'role', p.value ->> 'email'
  from jsonb_array_elements($2::jsonb) with ordinality as p
  left join mlps.team t on t.contract_id = $1::bigint and t.code = p.value ->> 'team'
 where p.value ->> 'team' is null or t.id is not null
 order by p.ordinality
on conflict (contract_id, name, role) do nothing
returning id;
