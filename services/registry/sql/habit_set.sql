-- habit_set: whoever is named $2 in contract $1 (in each of the roles the name has) gets the mail of a day as one, at minute $3 of the day. The rows: the
-- persons.
insert into mlps.reminder_habit (person_id, digest_at)
select id, $3::integer from mlps.person where contract_id = $1::bigint and name = $2::text and active
on conflict on constraint reminder_habit_pk do update set digest_at = excluded.digest_at
returning person_id;
