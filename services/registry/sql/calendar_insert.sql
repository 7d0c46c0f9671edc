-- calendar_insert: a new version $2 of calendar $1; its row, or no row when there is one already.
insert into mlps.calendar_version (code, version) values ($1::text, $2::text)
on conflict (code, version) do nothing
returning id;
