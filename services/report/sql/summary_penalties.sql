-- summary_penalties: penalties of contract row $1 that stand (not waived, reversed or superseded):
-- {count, deduct_fen, by_clause}.
with standing as (
    select p.clause, count(*) as count, sum(p.deduct_fen)::bigint as deduct_fen
      from mlps.penalty p
     where p.contract_id = $1::bigint and p.state not in ('waived', 'reversed', 'superseded')
     group by p.clause)
select json_build_object(
    'count', coalesce(sum(count), 0)::bigint, 'deduct_fen', coalesce(sum(deduct_fen), 0)::bigint,
    'by_clause', coalesce(json_agg(json_build_object('clause', clause, 'count', count, 'deduct_fen', deduct_fen)
                          order by clause), '[]'::json))
  from standing;
