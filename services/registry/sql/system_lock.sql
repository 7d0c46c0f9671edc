-- system_lock: system $1, locked: its version, the code of its contract, its serial and its name.
select s.version, c.code, s.serial, s.name
  from mlps.system s
  join mlps.contract c on c.id = s.contract_id
 where s.id = $1::bigint
   for no key update of s;
