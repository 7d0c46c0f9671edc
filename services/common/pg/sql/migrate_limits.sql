-- migrate_limits: statement limit $1 and lock limit $2 of the session, as texts with unit. A migration may run long, but
-- must not wait for a lock long: everybody behind it would wait too.
select set_config('statement_timeout', $1::text, false), set_config('lock_timeout', $2::text, false)
