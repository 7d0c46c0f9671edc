-- total_systems: how many rows rows_progress and rows_systems give for contract $1.
select count(*) from system where contract_id = $1::bigint
