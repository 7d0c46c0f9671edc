-- calendar_list: a page of at most $2 calendars after row $1, oldest first: {items, next}.
with page as (
    select v.id, v.code, v.version, min(d.day) as first, max(d.day) as last, count(d.day) as days,
           row_number() over (order by v.id) as n
      from mlps.calendar_version v
      left join mlps.calendar_day d on d.calendar_id = v.id
     where v.id > $1::bigint
     group by v.id order by v.id limit $2::bigint + 1)
select json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'calendar', id, 'code', code, 'version', version, 'first', first, 'last', last, 'days', days)
        order by n) filter (where n <= $2::bigint), '[]'::json),
    'next', case when count(*) > $2::bigint then max(id) filter (where n = $2::bigint)::text end)
  from page;
