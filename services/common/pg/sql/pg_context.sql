-- pg_context: for whom ($1, null: the role), at which business time ($2, null: the database's clock), with which statement
-- limit and with which limit of idling, both in ms ($3, $4, null: as it is), the rest of the transaction runs. Local to it (RLS-04).
select set_config('mlps.account', coalesce($1::text, ''), true),
       set_config('mlps.now', coalesce($2::timestamptz::text, ''), true),
       set_config('statement_timeout', coalesce($3::bigint::text, current_setting('statement_timeout')), true),
       set_config('idle_in_transaction_session_timeout',
                  coalesce($4::bigint::text, current_setting('idle_in_transaction_session_timeout')), true)
