-- reminder_hold: reminder $1, which is due at $2 and may not go yet, and those that wait with it (the same person or
-- robot, none of them urgent; with $4 only of its kind) are due at $3 instead. A message that was tried before stays whole.
update reminder
   set try_at = $3::timestamptz, held_until = $3::timestamptz, state = 'planned', lease_until = null,
       uncertain = uncertain + (state = 'sending')::integer
 where id in (
    select r.id from reminder o
      join reminder r on r.channel = o.channel and r.channel_id is not distinct from o.channel_id
                     and (o.channel_id is not null or r.person_id = o.person_id)
                     and r.message_id is not distinct from o.message_id
                     and r.try_at <= $2::timestamptz and not r.urgent
                     and (not $4::boolean or split_part(r.rule, '_', 1) = split_part(o.rule, '_', 1))
                     and (r.state = 'planned' or (r.state = 'sending' and r.lease_until <= clock_timestamp()))
     where o.id = $1::bigint
       for update of r skip locked);
