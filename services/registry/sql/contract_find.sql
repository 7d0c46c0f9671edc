-- contract_find: what a contract $1 was opened from; no row when there is none. Compared with pack $2 by name, day of
-- signing $3, total $4 (-1: not asked) and readings $5 (null: not asked): row, whether all agree.
select c.id, p.name = $2::text and c.signed_on = $3::date
             and ($4::bigint = -1 or c.total_fen = $4::bigint)
             and ($5::jsonb is null or c.readings = $5::jsonb)
  from mlps.contract c
  join mlps.pack p on p.id = c.pack_id
 where c.code = $1::text;
