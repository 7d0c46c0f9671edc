-- reminder_begin: a try to send reminders $1 as one message begins; nobody else tries before $2 seconds have passed (database
-- clock). Committed before the network is touched. The message id is made once and kept for every later try; a try that was
-- abandoned by a worker that died may have arrived and is counted. $3 is the domain of message ids. Gives of each the
-- number of this try, which fences its end, and the message id.
with made as materialized (
    select 'mlps.' || ($1::bigint[])[1] || '.' || gen_random_uuid() || '@' || $3::text as id)
update reminder r
   set state = 'sending',
       lease_until = clock_timestamp() + make_interval(secs => $2::double precision),
       attempts = attempts + 1,
       uncertain = uncertain + (state = 'sending')::integer,
       message_id = coalesce(message_id, made.id)
  from made
 where r.id = any ($1::bigint[]) and r.state in ('planned', 'sending')
returning r.id, r.attempts, r.message_id;
