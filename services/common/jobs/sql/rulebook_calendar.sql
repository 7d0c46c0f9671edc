-- rulebook_calendar: code and version of calendar $1 and its days, one row per day; a calendar without days
-- gives one row with nulls, an unknown one gives none.
select v.code, v.version, d.day, d.kind, d.name
  from mlps.calendar_version v
  left join mlps.calendar_day d on d.calendar_id = v.id
 where v.id = $1::bigint
 order by d.day;
