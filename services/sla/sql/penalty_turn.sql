-- penalty_turn: wait until no penalty worker judges the contract of penalty $1, and keep them away until the end of the
-- transaction; the key is that of duty_claim.sql, where a worker that finds it taken comes again later. No row: no such penalty.
select pg_advisory_xact_lock(hashtextextended('contract_work/assess', contract_id))
  from penalty where id = $1::bigint;
