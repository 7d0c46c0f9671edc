-- idempotency_find: operation, hash and reply kept under key $2 of service $1.
select op, args_hash, reply from mlps.idempotency where service = $1::text and key = $2::text
