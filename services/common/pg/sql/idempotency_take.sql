-- idempotency_take: take key $2 of service $1 for operation $3 with hash $4; no row when it is taken. Waits for a
-- transaction that is about to take it.
insert into mlps.idempotency (service, key, op, args_hash)
values ($1::text, $2::text, $3::text, $4::text)
on conflict do nothing
