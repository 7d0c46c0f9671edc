-- feed_revoke: feed $1 shows nothing from now on; no row when it did not before.
update mlps.calendar_feed
   set revoked_at = mlps.business_now(), revoked_by = mlps.current_actor(), version = version + 1
 where id = $1::bigint and revoked_at is null;
