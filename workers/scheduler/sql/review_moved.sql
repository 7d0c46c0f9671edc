-- review_moved: the schedules $1 are looked at again at $2 each (the epoch: not before a fact), and so many places ($3) wait for one.
update schedule s
   set look_at = nullif(m.look_at, 'epoch'), waits = m.waits
  from unnest($1::bigint[], $2::timestamptz[], $3::bigint[]) as m (id, look_at, waits)
 where s.id = m.id and (s.look_at is distinct from nullif(m.look_at, 'epoch') or s.waits <> m.waits);
