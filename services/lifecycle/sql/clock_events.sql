-- clock_events: the clock of deadline $1, in the order it was recorded: id, kind, when, when recorded, and the event
-- that a void withdraws (null: the whole clock).
select e.id, e.kind, e.occurred_at, e.recorded_at, (e.data->>'voids')::bigint
  from clock_event e
 where e.deadline_id = $1::bigint
 order by e.id;
