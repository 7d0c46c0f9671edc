-- phase_forecast: phase $1 is now expected from $2 to $3.
update phase set forecast_from = $2::date, forecast_to = $3::date, version = version + 1
 where id = $1::bigint and (forecast_from, forecast_to) is distinct from ($2::date, $3::date);
