-- penalty_offset: the next revision for the case and clause of penalty $1, in state $2, adding $3 fen to what stands; $4: it takes $1
-- back. All else is as in the latest revision, so that the worker finds its own answer there. Gives its id.
insert into penalty (contract_id, case_id, clause, revision, deduct_fen, assessed_fen, counted, threshold, measures, proof,
                     pack_id, state, reverses)
select l.contract_id, l.case_id, l.clause, l.revision + 1, $3::bigint, coalesce(l.assessed_fen, l.deduct_fen), l.counted, l.threshold, l.measures,
       l.proof, l.pack_id, $2::text, case when $4::boolean then p.id end
  from penalty p
  join penalty l on l.case_id = p.case_id and l.clause = p.clause
 where p.id = $1::bigint
 order by l.revision desc
 limit 1
returning id;
