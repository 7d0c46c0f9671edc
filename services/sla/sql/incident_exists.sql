-- incident_exists: the incident with code $2 of contract $1; no row when there is none.
select id from incident where contract_id = $1::bigint and code = $2::text;
