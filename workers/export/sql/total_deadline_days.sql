-- total_deadline_days: how many rows rows_deadline_days gives for contract $1.
select coalesce(sum(case when e.step ->> 'why' = 'days_counted'
                         then (e.step ->> 'to')::date - (e.step ->> 'from')::date + 1 else 1 end), 0)::bigint
  from deadline d
  join ruling r on r.id = d.ruling_id
  cross join lateral jsonb_array_elements(r.proof) e (step)
 where d.contract_id = $1::bigint
