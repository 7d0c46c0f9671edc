-- idempotency_purge: forget up to $3 keys of service $1 that are older than $2 hours.
with old as materialized (
    select service, key from mlps.idempotency
     where service = $1::text and created_at < clock_timestamp() - $2::bigint * interval '1 hour'
     order by created_at limit $3::bigint for update skip locked)
delete from mlps.idempotency i using old where i.service = old.service and i.key = old.key
