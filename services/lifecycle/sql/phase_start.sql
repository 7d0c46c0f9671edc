-- phase_start: phase $1 is active from day $2 on, forecast to end on $3.
update phase
   set state = 'active', started_on = $2::date, forecast_from = $2::date, forecast_to = $3::date,
       version = version + 1
 where id = $1::bigint and state = 'planned';
