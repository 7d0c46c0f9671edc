-- notice_fact_get: fact $1 as the event of its recording shows it, like fact_get.sql of sla, with the receipt and the penalty it is of.
select json_build_object('id', f.id, 'clause', f.clause, 'system', s.id, 'serial', s.serial, 'name', f.name,
                         'at', mlps.instant_text(f.occurred_at, k.zone), 'receipt', f.receipt_id, 'penalty', $2::bigint)
  from mlps.fact f
  join mlps.contract k on k.id = f.contract_id
  left join mlps.system s on s.id = f.system_id
 where f.id = $1::bigint;
