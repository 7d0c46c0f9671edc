-- incident_write: incident $1, locked by the caller, gets state $2 and instants responded $3, solved from afar $4,
-- asked on site $5, arrived $6, resolved $7, closed $8 (null: not yet).
update incident
   set state = $2::text, responded_at = $3::timestamptz, remote_resolved_at = $4::timestamptz,
       onsite_requested_at = $5::timestamptz, arrived_at = $6::timestamptz, resolved_at = $7::timestamptz,
       closed_at = $8::timestamptz,
       version = version + 1
 where id = $1::bigint;
