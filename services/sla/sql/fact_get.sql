-- fact_get: fact $1 as JSON.
select json_build_object('id', f.id, 'contract', k.code, 'clause', f.clause, 'system', s.id, 'serial', s.serial,
                         'name', f.name, 'at', instant_text(f.occurred_at, k.zone),
                         'recorded_at', instant_text(f.recorded_at, k.zone), 'receipt', f.receipt_id)
  from fact f
  join contract k on k.id = f.contract_id
  left join system s on s.id = f.system_id
 where f.id = $1::bigint;
