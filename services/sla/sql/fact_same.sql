-- fact_same: how many facts stand that say the same: contract $1, clause $2, name $3, at $4, system $5.
select count(*)
  from fact f
 where f.contract_id = $1::bigint and f.clause is not distinct from $2::text and f.name = $3::text
   and f.occurred_at = $4::timestamptz and f.system_id is not distinct from $5::bigint and f.voids is null
   and not exists (select 1 from fact v where v.voids = f.id);
