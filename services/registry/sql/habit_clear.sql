-- habit_clear: whoever is named $2 in contract $1 gets every mail by itself again. The rows: the persons who had a digest.
delete from mlps.reminder_habit h
 using mlps.person p
 where p.id = h.person_id and p.contract_id = $1::bigint and p.name = $2::text
returning h.person_id;
