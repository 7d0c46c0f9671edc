-- phase_find: cycle of phase $1; or, with $1 null, phase and cycle of the current round of phase number $4 in the
-- newest cycle of system serial $3 in contract $2. Two branches, each by its keys: one condition over both would be planned
-- anew at every call.
select f.id, f.cycle_id from phase f where f.id = $1::bigint
union all
(select f.id, f.cycle_id
   from contract k
   join system s on s.contract_id = k.id
   join cycle c on c.system_id = s.id
   join phase f on f.cycle_id = c.id
  where $1::bigint is null and k.code = $2::text and s.serial = $3::bigint and f.number = $4::bigint
  order by c.number desc, f.round desc
  limit 1)
 limit 1;
