-- total_penalties: how many rows rows_penalties gives for contract $1.
select count(*) from penalty where contract_id = $1::bigint and state <> 'superseded'
