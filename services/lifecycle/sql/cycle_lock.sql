-- cycle_lock: cycle $1, locked before its phases, findings and deadlines, with what its rules need of the contract.
select c.id, c.number, c.pack_id, c.started_on, c.state, c.version, s.id, s.serial, k.id, k.code, k.calendar_id,
       k.zone, k.readings
  from cycle c
  join system s on s.id = c.system_id
  join contract k on k.id = s.contract_id
 where c.id = $1::bigint
   for no key update of c
