-- duty_schedule_due: up to $2 contracts to be scheduled at $1 (id, null), and one row (0, when the next one becomes due
-- by time alone, or null). Reads both by index: what is not due costs nothing.
(select contract_id, null::timestamptz as at from (
    (select contract_id from contract_work where scheduled < facts order by contract_id limit $2::bigint)
    union
    (select contract_id from contract_work where schedule_at <= $1::timestamptz order by schedule_at limit $2::bigint)) due
  order by contract_id limit $2::bigint)
union all
select 0, min(schedule_at) from contract_work where schedule_at > $1::timestamptz
order by 1;
