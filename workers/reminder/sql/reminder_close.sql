-- reminder_close: due reminder $1 ends as $2 (cancelled, failed) without being sent; $3 says why.
update reminder
   set state = $2::text, lease_until = null, last_error = left($3::text, 400)
 where id = $1::bigint and state in ('planned', 'sending');
