-- pack_newest: newest version of pack $1, and whether the text with hash $2 is among its versions; no row when the
-- pack is not loaded.
select max(p.version), bool_or(p.sha256 = $2::text)
  from mlps.pack p where p.name = $1::text having count(*) > 0;
