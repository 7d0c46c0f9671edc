-- phase_find: cycle of phase $1; or, with $1 null, phase and cycle of the current round of phase number $4 in the
-- newest cycle of system serial $3 in contract $2.
select f.id, f.cycle_id
  from phase f
  join cycle c on c.id = f.cycle_id
  join system s on s.id = c.system_id
  join contract k on k.id = s.contract_id
 where case when $1::bigint is not null then f.id = $1
            else k.code = $2::text and s.serial = $3::bigint and f.number = $4::bigint end
 order by c.number desc, f.round desc
 limit 1;
