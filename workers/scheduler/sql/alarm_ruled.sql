-- alarm_ruled: the deadlines $1 (a JSON list of ids), opened in this transaction, stand under their first ruling.
update deadline d
   set ruling_id = r.id
  from jsonb_array_elements_text($1::jsonb) as made (id)
  join ruling r on r.deadline_id = made.id::bigint and r.version = 1
 where d.id = made.id::bigint;
