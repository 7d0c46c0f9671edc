-- review_insert: a fact that reviews are reckoned from: name $2 of contract $1 (its code) on day $3, of the system with serial $4 (null:
-- none), for clause $5 and unit $6 (null: none). One row: the contract's id, and how many facts were added (0: the same stands already).
-- No row: the contract has no schedule of work $7 that asks for it, or no such system.
with asks as (
    select distinct k.id, k.zone, y.id as system_id
      from contract k
      join schedule s on s.contract_id = k.id and s.work = $7::text and ($5::text is null or s.clause = $5)
      left join system y on y.contract_id = k.id and y.serial = $4::integer
     where k.code = $1::text and (y.id is null) = ($4::integer is null)),
added as (
    insert into fact (contract_id, system_id, clause, unit, name, occurred_at)
    select id, system_id, $5::text, $6::text, $2::text, $3::date::timestamp at time zone zone
      from asks
     where not exists (
           select from fact f
            where f.contract_id = asks.id and f.name = $2 and f.system_id is not distinct from asks.system_id
              and f.clause is not distinct from $5 and f.unit is not distinct from $6 and f.voids is null
              and f.occurred_at = $3::date::timestamp at time zone asks.zone
              and not exists (select from fact v where v.voids = f.id))
 returning id)
select asks.id, (select count(*) from added) from asks;
