-- system_cycle: the newest cycle of system $1. No row: it has none, or there is no such system.
select c.id from cycle c where c.system_id = $1::bigint order by c.number desc limit 1;
