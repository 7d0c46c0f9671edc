-- calendar_latest: row of the version of calendar $1 that was loaded last; no row when none was.
select v.id from mlps.calendar_version v where v.code = $1::text order by v.id desc limit 1;
