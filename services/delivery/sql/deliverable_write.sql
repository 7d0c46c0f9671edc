-- deliverable_write: deliverable $1, locked by the caller, gets state $2, submitted on $3, accepted on $4, signed
-- on $5 (null: not), digest $6, submitter $7 and signer $8.
update deliverable
   set state = $2::text, submitted_on = $3::date, accepted_on = $4::date, signed_on = $5::date, sha256 = $6::text,
       submitted_by = $7::text, signed_by = $8::text, version = version + 1
 where id = $1::bigint;
