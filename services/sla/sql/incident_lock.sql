-- incident_lock: incident $1, or with $1 null the one with code $3 in contract $2, locked before its deadlines. No
-- row: there is none. suburb and major are attributes that clocks may ask for.
select i.id, k.code, i.code, i.family, i.grade, i.facts @> '{"suburb": true}', i.facts @> '{"major": true}', i.state,
       i.occurred_at, i.responded_at, i.remote_resolved_at, i.onsite_requested_at, i.arrived_at, i.resolved_at,
       i.version, i.system_id, i.closed_at
  from incident i
  join contract k on k.id = i.contract_id
 where case when $1::bigint is not null then i.id = $1 else k.code = $2::text and i.code = $3::text end
   for no key update of i;
