-- reminder_sent: tries $2 of reminders $1 were taken by the other side at $3. Late: more than an hour after the time it was
-- planned for, or held until. Changes nothing where the lease was lost and another try has begun.
update reminder r
   set state = 'sent', sent_at = $3::timestamptz, lease_until = null, last_error = null,
       late = $3::timestamptz - greatest(r.plan_at, r.held_until) > interval '1 hour'
  from unnest($1::bigint[], $2::bigint[]) as try (id, attempt)
 where r.id = try.id and r.state = 'sending' and r.attempts = try.attempt;
