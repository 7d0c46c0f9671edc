-- phase_lock: phase $1, locked after its cycle.
select id, number, round, state, started_on, submitted_on, documents, version
  from phase
 where id = $1::bigint
   for no key update;
