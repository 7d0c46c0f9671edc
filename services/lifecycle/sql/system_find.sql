-- system_find: id of the system with serial $2 in contract $1, and of its newest cycle (the open one where there is
-- one), null before its first.
select s.id, (select c.id from cycle c where c.system_id = s.id order by c.number desc limit 1)
  from system s
  join contract k on k.id = s.contract_id
 where k.code = $1::text and s.serial = $2::bigint
