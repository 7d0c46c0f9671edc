-- rows_penalties: one row per penalty of contract $1 that stands, by day of its case: a confirmed one, its reversal and later
-- differences beside each other, so that the amounts in force add up. Where the case was voided nothing is in force. $2 is taken like in all row statements.
-- Columns as in PENALTIES of sheets_dispute.c.
select row_number() over (order by k.occurred_on, k.code, p.clause, p.revision) as number,
       k.code, k.occurred_on, k.type, k.title, s.serial, s.name as system, k.incident, p.clause, p.counted, p.threshold,
       p.deduct_fen as deduct,
       case when k.voided_at is not null then 0 when p.state in ('waived', 'reversed') then least(p.deduct_fen, 0)
            else p.deduct_fen end as effective,
       (select string_agg(m.measure, '；' order by m.n)
          from jsonb_array_elements_text(p.measures) with ordinality m (measure, n)) as measures,
       case when k.voided_at is not null then 'voided' else p.state end as state,
       to_char(p.proposed_at at time zone c.zone, 'YYYY-MM-DD HH24:MI:SS') as proposed_at,
       p.proof
  from penalty p
  join penalty_case k on k.id = p.case_id
  join contract c on c.id = p.contract_id
  left join system s on s.id = k.system_id
 where p.contract_id = $1::bigint and p.state <> 'superseded' and $2::date is not null
 order by 1
