-- reminder_retry: tries $2 of reminders $1 did not surely succeed at $3, because of $4; $5: they may have arrived all the
-- same. Tried again together after a pause that doubles from one minute to one hour, give or take a fifth, or failed for good
-- with try $6. Changes nothing where the lease was lost and another try has begun.
with luck as materialized (select 0.8 + 0.4 * random() as factor)
update reminder r
   set state = case when r.attempts >= $6::integer then 'failed' else 'planned' end,
       try_at = $3::timestamptz + least(3600, 60 * 2 ^ (r.attempts - 1)) * luck.factor * interval '1 second',
       uncertain = r.uncertain + $5::boolean::integer,
       lease_until = null,
       last_error = left($4::text, 400)
  from unnest($1::bigint[], $2::bigint[]) as try (id, attempt), luck
 where r.id = try.id and r.state = 'sending' and r.attempts = try.attempt;
