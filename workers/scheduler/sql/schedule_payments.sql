-- schedule_payments: ids of the payments of contract $1, one JSON object by clause.
select coalesce(jsonb_object_agg(clause, id), '{}') from payment where contract_id = $1::bigint;
