-- deliverable_find: at most two deliverables of clause $2 in contract $1 with occurrence $3, serial $4 and title
-- $5 (null: any); two rows say that the caller must tell them apart.
select d.id
  from deliverable d
  join contract k on k.id = d.contract_id
  left join system s on s.id = d.system_id
 where k.code = $1::text and d.clause = $2::text and d.occurrence = $3::bigint
   and ($4::bigint is null or s.serial = $4)
   and ($5::text is null or d.title = $5)
 order by d.id
 limit 2;
