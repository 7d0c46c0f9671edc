-- reminder_notify: the reminders $1, locked by the caller, become notifications in the application, titled $2 with texts $3, late or not ($4),
-- at $5. Sent and shown are one statement, so neither can be without the other.
with told as (
    select * from unnest($1::bigint[], $2::text[], $3::text[], $4::boolean[]) as list (id, title, body, late)),
shown as (
    insert into notification (reminder_id, person_id, title, body, created_at)
    select r.id, r.person_id, told.title, told.body, $5::timestamptz
      from told join reminder r on r.id = told.id
     order by r.try_at, r.id
    on conflict on constraint notification_reminder_unique do nothing)
update reminder r
   set state = 'sent', attempts = r.attempts + 1, sent_at = $5::timestamptz, late = told.late, last_error = null
  from told
 where r.id = told.id and r.state = 'planned';
