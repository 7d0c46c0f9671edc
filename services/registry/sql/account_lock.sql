-- account_lock: account $1, locked: its version, and whether its token opens nothing any more.
select version, revoked_at is not null from mlps.account where id = $1::bigint for no key update;
