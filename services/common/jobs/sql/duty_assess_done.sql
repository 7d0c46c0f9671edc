-- duty_assess_done: contract $1 was assessed up to change $2.
update contract_work set assessed = greatest(assessed, $2::bigint) where contract_id = $1::bigint;
