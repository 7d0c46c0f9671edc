-- penalty_write: penalty $1, locked before, gets state $2.
update penalty set state = $2::text, version = version + 1 where id = $1::bigint;
