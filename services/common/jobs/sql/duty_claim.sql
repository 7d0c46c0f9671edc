-- duty_claim: take contract $1 for duty $2 (schedule, assess) at $3 until the end of the transaction: its count of changes,
-- or 0 when it has no work any more or another worker has it. An advisory lock and not a row lock: writers that bump the
-- count must not wait for us, nor we for them.
select coalesce((
    select w.facts from contract_work w
     where w.contract_id = $1::bigint
       and case $2::text when 'schedule' then w.scheduled < w.facts or w.schedule_at <= $3::timestamptz
                         else w.assessed < w.facts end
       and pg_try_advisory_xact_lock(hashtextextended('contract_work/' || $2::text, $1::bigint))), 0);
