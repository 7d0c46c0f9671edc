-- calendar_days_insert: the days of calendar $1 from the list $2 of {day, kind, name}.
insert into mlps.calendar_day (calendar_id, day, kind, name)
select $1::bigint, (d.value ->> 'day')::date, d.value ->> 'kind', d.value ->> 'name'
  from jsonb_array_elements($2::jsonb) as d;
