-- reminder_sent: try $2 of reminder $1 was taken by the mail server at $3; $4: it is late. Changes nothing when the
-- lease was lost and another try has begun.
update reminder
   set state = 'sent', sent_at = $3::timestamptz, late = $4::boolean, lease_until = null, last_error = null
 where id = $1::bigint and state = 'sending' and attempts = $2::integer;
