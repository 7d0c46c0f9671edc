-- account_revoke: the token of account $1 opens nothing from now on; nothing happens where it did not before.
update mlps.account
   set revoked_at = mlps.business_now(), revoked_by = mlps.current_actor(), version = version + 1
 where id = $1::bigint and revoked_at is null;
