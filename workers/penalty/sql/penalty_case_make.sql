-- penalty_case_make: cases of contract $1 from breaches, $2 a JSON list of {breach, type, system, title, code, on, facts} as
-- penalty_breaches gives them (`type` added). A case that is there follows its breach; one that a person recorded under
-- the same code is left alone.
insert into penalty_case (contract_id, system_id, code, type, occurred_on, title, attributes, breach_id)
select $1::bigint, system, code, type, date '1970-01-01' + "on", title, facts, breach
  from jsonb_to_recordset($2::jsonb)
       as c (breach bigint, type text, system bigint, title text, code text, "on" integer, facts jsonb)
 order by code collate "C"
on conflict on constraint penalty_case_code_unique do update
   set type = excluded.type, occurred_on = excluded.occurred_on, title = excluded.title,
       attributes = excluded.attributes, breach_id = excluded.breach_id
 where penalty_case.breach_id is not null
   and (penalty_case.type, penalty_case.occurred_on, penalty_case.title, penalty_case.attributes, penalty_case.breach_id)
       is distinct from
       (excluded.type, excluded.occurred_on, excluded.title, excluded.attributes, excluded.breach_id);
