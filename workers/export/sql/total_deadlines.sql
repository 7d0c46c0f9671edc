-- total_deadlines: how many rows rows_deadlines gives for contract $1.
select count(*) from deadline where contract_id = $1::bigint
