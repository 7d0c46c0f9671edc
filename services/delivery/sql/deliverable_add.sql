-- deliverable_add: contract $1 requires one more document of clause $2 titled $3, of system $4 (null: none), in form $5 (null: any): its row.
-- Where there is one already it is the next occurrence. None where the contract asks for no document of that clause. The caller has bumped
-- contract_work before, which makes two who add the same wait for each other.
insert into deliverable (contract_id, clause, title, system_id, form, occurrence)
select $1::bigint, $2::text, $3::text, $4::bigint, $5::text,
       1 + coalesce((select max(d.occurrence) from deliverable d
                      where d.contract_id = $1 and d.clause = $2 and d.title = $3 and d.system_id is not distinct from $4), 0)
 where exists (select from deliverable d where d.contract_id = $1 and d.clause = $2)
returning id;
