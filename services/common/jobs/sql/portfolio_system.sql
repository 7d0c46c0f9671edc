-- portfolio_system: system $1, or with $1 null the one with serial $3 in contract $2; no row when there is none. Two
-- branches, each by its keys: one condition over both would be planned anew at every call.
select s.id from system s where s.id = $1::bigint
union all
select s.id
  from contract k
  join system s on s.contract_id = k.id
 where $1::bigint is null and k.code = $2::text and s.serial = $3::bigint;
