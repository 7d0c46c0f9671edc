-- idempotency_keep: reply $3 to key $2 of service $1, taken in this transaction.
update mlps.idempotency set reply = $3::jsonb where service = $1::text and key = $2::text
