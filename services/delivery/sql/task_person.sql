-- task_person: the active person named $2 in contract $1, an engineer first. No row: there is none.
select id from person
 where contract_id = $1::bigint and name = $2::text and active
 order by role <> 'engineer', id
 limit 1;
