-- contract_match: whether contract $1 was opened from pack $2 (by name), signed on $3, with total $4 (-1: any) and readings
-- $5 (null: any); no row when there is none.
select p.name = $2::text and c.signed_on = $3::date
       and ($4::bigint = -1 or c.total_fen = $4::bigint)
       and ($5::jsonb is null or c.readings = $5::jsonb)
  from mlps.contract c
  join mlps.pack p on p.id = c.pack_id
 where c.code = $1::text;
