-- system_lock: system $1, locked so that only one cycle can be opened at a time, with what its cycle needs of the
-- contract, and the number of its next cycle; `open_cycle` null when none is open. No row: no such system.
select s.id, s.serial, k.id, k.code, k.pack_id, k.calendar_id, k.zone, k.readings, k.service_from, k.service_to,
       k.state = 'active',
       (select c.id from cycle c where c.system_id = s.id and c.state = 'open') as open_cycle,
       (select coalesce(max(c.number), 0) + 1 from cycle c where c.system_id = s.id) as next_number
  from system s
  join contract k on k.id = s.contract_id
 where s.id = $1::bigint
   for no key update of s
