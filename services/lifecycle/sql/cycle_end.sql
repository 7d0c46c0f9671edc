-- cycle_end: cycle $1, locked by the caller, is done since day $2.
update cycle set state = 'done', ended_on = $2::date, version = version + 1 where id = $1::bigint;
