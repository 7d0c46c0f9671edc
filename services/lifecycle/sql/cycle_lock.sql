-- cycle_lock: cycle $1, locked before its phases, findings and deadlines. No row: there is none.
select c.number, c.pack_id, c.started_on, c.state = 'open', s.id, s.serial, s.contract_id, k.code
  from cycle c
  join system s on s.id = c.system_id
  join contract k on k.id = s.contract_id
 where c.id = $1::bigint
   for no key update of c;
