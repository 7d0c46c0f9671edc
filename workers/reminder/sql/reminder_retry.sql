-- reminder_retry: try $2 of reminder $1 did not surely succeed at $3, because of $4; $5: it may have arrived all the
-- same. Tried again after a pause that doubles from one minute to one hour, give or take a fifth, or failed for good with
-- try $6. Changes nothing when the lease was lost and another try has begun.
update reminder
   set state = case when attempts >= $6::integer then 'failed' else 'planned' end,
       try_at = $3::timestamptz
                + least(3600, 60 * 2 ^ (attempts - 1)) * (0.8 + 0.4 * random()) * interval '1 second',
       uncertain = uncertain + $5::boolean::integer,
       lease_until = null,
       last_error = left($4::text, 400)
 where id = $1::bigint and state = 'sending' and attempts = $2::integer;
