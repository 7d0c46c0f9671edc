-- summary_penalties: cases of contract row $1 that are charged (not only waived or reversed) and what their rows come to:
-- {count, deduct_fen, by_clause}. What was superseded counts no more; the others add up, reversals and later differences included.
with standing as (
    select p.clause, count(distinct p.case_id) filter (where p.state not in ('waived', 'reversed')) as count,
           sum(case when p.state in ('waived', 'reversed') then least(p.deduct_fen, 0) else p.deduct_fen end)::bigint as deduct_fen
      from mlps.penalty p
     where p.contract_id = $1::bigint and p.state <> 'superseded'
     group by p.clause)
select json_build_object(
    'count', coalesce(sum(count), 0)::bigint, 'deduct_fen', coalesce(sum(deduct_fen), 0)::bigint,
    'by_clause', coalesce(json_agg(json_build_object('clause', clause, 'count', count, 'deduct_fen', deduct_fen)
                          order by clause) filter (where count > 0), '[]'::json))
  from standing;
