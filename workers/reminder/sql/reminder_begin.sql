-- reminder_begin: a try to mail reminder $1 begins; nobody else tries before $2 seconds have passed (database clock).
-- Committed before the network is touched. Its message id is made once and kept for every later try; a try that was
-- abandoned by a worker that died may have arrived and is counted. $3 is the domain of message ids. Gives the
-- number of this try, which fences its end, and the message id.
update reminder
   set state = 'sending',
       lease_until = clock_timestamp() + make_interval(secs => $2::double precision),
       attempts = attempts + 1,
       uncertain = uncertain + (state = 'sending')::integer,
       message_id = coalesce(message_id, 'mlps.' || id || '.' || gen_random_uuid() || '@' || $3::text)
 where id = $1::bigint and state in ('planned', 'sending')
returning attempts, message_id;
