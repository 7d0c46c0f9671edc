-- phase_page: ids of a page of phases, in order of cycle, number, round, and of one more when there is one.
-- Filters, null for any: $1 cycle, $2 contract code, $3 state. The page begins after cycle $4, number * 100 + round $5,
-- and has $6 rows at most.
select f.id
  from phase f
  join cycle c on c.id = f.cycle_id
  join system s on s.id = c.system_id
  join contract k on k.id = s.contract_id
 where ($1::bigint is null or f.cycle_id = $1)
   and ($2::text is null or k.code = $2)
   and ($3::text is null or f.state = $3)
   and (f.cycle_id, f.number * 100 + f.round) > ($4::bigint, $5::bigint)
 order by f.cycle_id, f.number, f.round
 limit $6::bigint + 1;
