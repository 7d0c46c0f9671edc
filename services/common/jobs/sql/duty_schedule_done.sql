-- duty_schedule_done: contract $1 was scheduled up to change $2. Nothing that is planned today depends on the day alone,
-- so no later look is asked for.
update contract_work set scheduled = greatest(scheduled, $2::bigint), schedule_at = null where contract_id = $1::bigint;
