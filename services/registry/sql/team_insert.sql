-- team_insert: the teams of contract $1 from the list $2 of {code, name}, in its order.
insert into mlps.team (contract_id, code, name, position)
select $1::bigint, t.value ->> 'code', t.value ->> 'name', t.ordinality::integer
  from jsonb_array_elements($2::jsonb) with ordinality as t;
