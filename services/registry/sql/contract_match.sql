-- contract_match: whether contract $1 was opened from pack $2 (by name), signed on $3, with total $4 (-1: any), readings $5
-- and the service from $6 to $7 (null: any, all three); no row when there is none.
select p.name = $2::text and c.signed_on = $3::date
       and ($4::bigint = -1 or c.total_fen = $4::bigint)
       and ($5::jsonb is null or c.readings = $5::jsonb)
       and ($6::date is null or c.service_from = $6) and ($7::date is null or c.service_to = $7)
  from mlps.contract c
  join mlps.pack p on p.id = c.pack_id
 where c.code = $1::text;
