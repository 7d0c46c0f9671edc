-- penalty_current: what stands for each case and clause of contract $1, as a JSON list in order of the first proposal: the latest
-- revision and what the rule answered for it, what people have decided (settled_fen) and what is undecided (pending, pending_fen).
with row as (
    select p.*, first_value(p.id) over (partition by p.case_id, p.clause order by p.revision desc) as latest
      from penalty p
     where p.contract_id = $1::bigint),
standing as (
    select case_id, clause, latest, min(id) as first,
           coalesce(sum(deduct_fen) filter (where state in ('confirmed', 'waived', 'reversed')), 0)::bigint as settled_fen,
           max(id) filter (where state in ('proposed', 'notified', 'appealed')) as pending,
           coalesce(sum(deduct_fen) filter (where state in ('proposed', 'notified', 'appealed')), 0)::bigint as pending_fen
      from row
     group by case_id, clause, latest)
select coalesce(jsonb_agg(jsonb_build_object(
           'case', s.case_id, 'code', c.code, 'clause', s.clause, 'revision', p.revision, 'assessed_fen', coalesce(p.assessed_fen, p.deduct_fen),
           'counted', p.counted, 'threshold', p.threshold, 'measures', p.measures, 'settled_fen', s.settled_fen,
           'pending', s.pending, 'pending_fen', s.pending_fen)
           order by s.first), '[]')
  from standing s
  join penalty p on p.id = s.latest
  join penalty_case c on c.id = s.case_id;
