-- phase_current: the latest round of phase number $2 in cycle $1, locked after the cycle.
select id, number, round, state, started_on, submitted_on, documents, version
  from phase
 where cycle_id = $1::bigint and number = $2::bigint
 order by round desc
 limit 1
   for no key update;
