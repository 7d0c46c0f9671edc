-- rulebook_used: text of the newest version of the pack named $1 among the rows before row $2; no row when
-- there is none. Rows are append-only, so the answer for a given $2 never changes.
select p.body from mlps.pack p
 where p.name = $1::text and p.id < $2::bigint
 order by p.version desc limit 1;
