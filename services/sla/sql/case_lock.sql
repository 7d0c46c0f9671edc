-- case_lock: penalty case with code $2 of contract $1, locked: its id, and whether it is void. No row: none.
select id, voided_at is not null from penalty_case where contract_id = $1::bigint and code = $2::text for no key update;
