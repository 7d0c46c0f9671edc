-- system_read: system $1 about to get a cycle: its serial, contract, whether work under that still goes on, whether a
-- cycle is open, and the number of the next one. No row: no such system. Two that open a cycle at once both read
-- the same here; the unique index on open cycles lets one of them through.
select s.serial, s.contract_id, k.state = 'active',
       exists (select from cycle c where c.system_id = s.id and c.state = 'open'),
       (select coalesce(max(c.number), 0) + 1 from cycle c where c.system_id = s.id)
  from system s
  join contract k on k.id = s.contract_id
 where s.id = $1::bigint;
