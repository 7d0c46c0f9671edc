-- case_insert: contract $1, system $2, code $3, type $4, day $5, incident code $6, title $7, attributes $8. The code
-- is unique within the contract.
insert into penalty_case (contract_id, system_id, code, type, occurred_on, incident, title, attributes)
values ($1::bigint, $2::bigint, $3::text, $4::text, $5::date, $6::text, $7::text, $8::jsonb)
returning id;
