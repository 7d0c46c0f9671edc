-- total_deliverables: how many rows rows_deliverables gives for contract $1.
select count(*) from deliverable where contract_id = $1::bigint
