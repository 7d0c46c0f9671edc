-- phase_running_end: when the phase of cycle $1 that has begun and is not over is expected to end; one row, null when there is none.
select max(forecast_to) from phase where cycle_id = $1::bigint and state in ('active', 'submitted', 'returned', 'suspended');
