-- rulebook_pack: name and text of pack $1; no row when there is none.
select p.name, p.body from mlps.pack p where p.id = $1::bigint;
