-- duty_assess_due: up to $2 contracts whose penalties are to be assessed (id, null). $1, the time, decides nothing here:
-- cases come from facts and breaches, and both are counted.
select contract_id, null::timestamptz as at from contract_work
 where assessed < facts and $1::timestamptz is not null
 order by contract_id limit $2::bigint;
