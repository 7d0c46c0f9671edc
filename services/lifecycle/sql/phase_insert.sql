-- phase_insert: a phase not begun yet: cycle $1, number $2, round $3, name $4, clause $5, limit in days $6, window
-- $7 to $8, which is its plan (never changed again) and its first forecast.
insert into phase (cycle_id, number, round, name, clause, limit_days, planned_from, planned_to, forecast_from,
                   forecast_to)
values ($1::bigint, $2::bigint, $3::bigint, $4::text, $5::text, $6::bigint, $7::date, $8::date, $7::date, $8::date)
returning id;
