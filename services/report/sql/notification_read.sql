-- notification_read: notification $1 was read at $2 by account $3, or on its person's behalf ($4); nothing happens to one that was read
-- before. Where the clock was set back since it was shown, it was read when it was shown: no receipt is older than its text.
update mlps.notification
   set read_at = greatest(created_at, $2::timestamptz), read_by = $3::text, read_on_behalf = $4::boolean
 where id = $1::bigint and read_at is null;
