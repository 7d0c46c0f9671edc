-- calendar_same: row of version $2 of calendar $1, and whether its days are exactly the list $3 of {day, kind, name}.
select v.id,
       coalesce((select jsonb_agg(jsonb_build_object('day', d.day, 'kind', d.kind, 'name', d.name) order by d.day)
                   from mlps.calendar_day d where d.calendar_id = v.id), '[]'::jsonb) = $3::jsonb
  from mlps.calendar_version v
 where v.code = $1::text and v.version = $2::text;
