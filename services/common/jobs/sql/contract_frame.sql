-- contract_frame: what the rules need of contract $1; no row when there is none.
select code, pack_id, calendar_id, total_fen, signed_on, service_from, service_to, zone, readings
  from contract where id = $1::bigint;
