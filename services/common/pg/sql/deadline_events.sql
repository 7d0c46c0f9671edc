-- deadline_events: the clock of deadline $1, in the order it was recorded: id, kind, when, when recorded, and the event
-- that a void withdraws (null: the whole clock). Without retargets: they tell of a new ruling, not of a day that was
-- agreed, and what rules is the fold over the others.
select e.id, e.kind, e.occurred_at, e.recorded_at, (e.data->>'voids')::bigint
  from mlps.clock_event e
 where e.deadline_id = $1::bigint and e.kind <> 'retarget'
 order by e.id;
