-- pg_session: settings of a new session; one row: server version number, synchronous_commit.
-- A statement, not start-up options, so that a pooler in front lets it pass.
select current_setting('server_version_num')::bigint,
       current_setting('synchronous_commit'),
       set_config('timezone', 'UTC', false),
       set_config('datestyle', 'ISO, YMD', false),
       set_config('search_path', 'mlps', false),
       set_config('jit', 'off', false),
       set_config('lock_timeout', '10s', false),
       set_config('statement_timeout', $1::text, false),
       set_config('idle_in_transaction_session_timeout', '60s', false)
