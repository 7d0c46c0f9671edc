-- system_insert: the systems of contract $1 from the list $2 of {serial, name, grade, team, clause}; one whose team
-- the contract lacks is left out, so the caller compares the number of rows.
insert into mlps.system (contract_id, team_id, serial, name, grade, clause)
select t.contract_id, t.id, (s.value ->> 'serial')::integer, s.value ->> 'name', (s.value ->> 'grade')::integer,
       s.value ->> 'clause'
  from jsonb_array_elements($2::jsonb) with ordinality as s
  join mlps.team t on t.contract_id = $1::bigint and t.code = s.value ->> 'team'
 order by s.ordinality;
