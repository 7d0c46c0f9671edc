-- pack_insert: pack $1 in version $2 with hash $3 and text $4; its row, or no row when this or a newer version is
-- there, or the same text.
insert into mlps.pack (name, version, sha256, body)
select $1::text, $2::integer, $3::text, $4::text
 where not exists (select from mlps.pack p where p.name = $1::text and p.version >= $2::integer)
on conflict do nothing
returning id;
