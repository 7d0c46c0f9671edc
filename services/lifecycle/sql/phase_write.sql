-- phase_write: phase $1 gets state $2, submitted on $3, ended on $4 (null: as it is), documents $5 and note $6
-- (null: as they are). An ended phase's forecast is what happened. The caller has locked it.
update phase
   set state = $2::text,
       submitted_on = coalesce($3::date, submitted_on),
       ended_on = coalesce($4::date, ended_on),
       documents = coalesce($5::jsonb, documents),
       note = coalesce($6::text, note),
       forecast_from = case when $4::date is null then forecast_from else started_on end,
       forecast_to = coalesce($4::date, forecast_to),
       version = version + 1
 where id = $1::bigint;
