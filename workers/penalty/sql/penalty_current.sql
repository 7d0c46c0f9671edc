-- penalty_current: the penalties of contract $1 that stand, as a JSON list in order of their making.
select coalesce(jsonb_agg(jsonb_build_object(
           'id', p.id, 'case', p.case_id, 'code', c.code, 'clause', p.clause, 'revision', p.revision,
           'deduct_fen', p.deduct_fen, 'counted', p.counted, 'threshold', p.threshold, 'measures', p.measures)
           order by p.id), '[]')
  from penalty p
  join penalty_case c on c.id = p.case_id
 where p.contract_id = $1::bigint and p.state <> 'superseded';
