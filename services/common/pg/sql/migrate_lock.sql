-- migrate_lock: wait until this session is the only migrator of the database; released with the session or
-- by migrate_unlock. The key is the letters "mlps" as a number.
select pg_advisory_lock(1835823219)
