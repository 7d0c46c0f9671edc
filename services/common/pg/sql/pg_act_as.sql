-- pg_act_as: the rest of the transaction runs for account $1.
select set_config('mlps.account', $1::text, true)
