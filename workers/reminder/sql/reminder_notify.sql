-- reminder_notify: reminder $1 becomes a notification in the application, titled $2 with text $3, at $4; $5: it is late.
-- Sent and shown are one statement, so neither can be without the other.
with shown as (
    insert into notification (reminder_id, person_id, title, body, created_at)
    select id, person_id, $2::text, $3::text, $4::timestamptz from reminder where id = $1::bigint
    on conflict on constraint notification_reminder_unique do nothing)
update reminder
   set state = 'sent', attempts = attempts + 1, sent_at = $4::timestamptz, late = $5::boolean, last_error = null
 where id = $1::bigint and state = 'planned';
