-- case_get: penalty case $1 as JSON.
select json_build_object('id', p.id, 'contract', k.code, 'system', s.id, 'serial', s.serial, 'system_name', s.name,
                         'code', p.code, 'type', p.type, 'on', p.occurred_on, 'incident', p.incident,
                         'title', p.title, 'attributes', p.attributes,
                         'recorded_at', instant_text(p.recorded_at, k.zone),
                         'voided_at', instant_text(p.voided_at, k.zone))
  from penalty_case p
  join contract k on k.id = p.contract_id
  left join system s on s.id = p.system_id
 where p.id = $1::bigint;
