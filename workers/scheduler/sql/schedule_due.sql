-- schedule_due: 1 when contract $1 has more to be looked at by $2 than tasks whose ladder begins: new facts, or a schedule whose
-- horizon moves on; else 0.
select (w.scheduled < w.facts
        or exists (select from schedule s where s.contract_id = w.contract_id and s.look_at <= $2::timestamptz))::integer
  from contract_work w
 where w.contract_id = $1::bigint;
