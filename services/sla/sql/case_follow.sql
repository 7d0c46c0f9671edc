-- case_follow: the case that incident $6 of contract $1 makes, under the incident's code $3: system $2, type $4, day $5, title $7,
-- attributes $8. One it has made already gets type and attributes, unless it is void. Gives its id; no row: the code is another case's.
insert into penalty_case (contract_id, system_id, code, type, occurred_on, incident, title, attributes)
values ($1::bigint, $2::bigint, $3::text, $4::text, $5::date, $6::text, $7::text, $8::jsonb)
on conflict on constraint penalty_case_code_unique do update
   set type = case when penalty_case.voided_at is null then excluded.type else penalty_case.type end,
       attributes = case when penalty_case.voided_at is null then excluded.attributes else penalty_case.attributes end
 where penalty_case.incident = excluded.incident and penalty_case.breach_id is null
returning id;
