-- export_frame: what the cover says about export $1 and what its statements need: one row, none when there is no such
-- export. Business time is the transaction's; the event is the newest the snapshot sees.
select e.kind, e.lang, e.state, c.id as contract_id, c.code, c.title, c.customer,
       c.service_from::text || ' – ' || c.service_to::text as service_period,
       p.name || ' v' || p.version as pack, v.code || ' ' || v.version as calendar, c.pack_id, c.zone,
       e.requested_by, business_now() as as_of, (business_now() at time zone c.zone)::date as today,
       (select coalesce(max(seq), 0) from event) as event_seq
  from export e
  join contract c on c.id = e.contract_id
  join pack p on p.id = c.pack_id
  join calendar_version v on v.id = c.calendar_id
 where e.id = $1::bigint
