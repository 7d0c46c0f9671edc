-- schedule_moved: the schedules $1 have been looked at under calendar $2: dealt with until the day before $3 each, next look at
-- $4 each, horizon alarm for $5 each (days as numbers since 1970; -1 and the epoch: none), $6 occurrences missed in this look,
-- still under an earlier calendar from day $7 on (-1: none is).
update schedule s
   set calendar_id = $2::bigint, next_from = date '1970-01-01' + m.next_from::integer,
       look_at = nullif(m.look_at, 'epoch'),
       horizon_on = case when m.horizon_on >= 0 then date '1970-01-01' + m.horizon_on::integer end,
       missed = s.missed + m.missed,
       recast_from = case when m.recast_from >= 0 then date '1970-01-01' + m.recast_from::integer end
  from unnest($1::bigint[], $3::bigint[], $4::timestamptz[], $5::bigint[], $6::bigint[], $7::bigint[])
       as m (id, next_from, look_at, horizon_on, missed, recast_from)
 where s.id = m.id;
