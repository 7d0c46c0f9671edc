-- sim_penalties: Every penalty that stands as one JSON text, by contract, day of the case and clause.
select jsonb_build_object('contract', c.code, 'case', k.code, 'on', k.occurred_on, 'clause', p.clause, 'deduct_fen', p.deduct_fen,
                          'counted', p.counted, 'threshold', p.threshold, 'measures', p.measures)::text
  from mlps.penalty p join mlps.penalty_case k on k.id = p.case_id join mlps.contract c on c.id = p.contract_id
 where p.state <> 'superseded'
 order by c.code, k.occurred_on, k.code, p.clause, p.id
