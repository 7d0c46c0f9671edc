-- deadline_clock: the clock events of deadline $1 in the order they happened, as a list.
select coalesce(json_agg(json_build_object(
           'kind', e.kind, 'occurred_at', mlps.instant_text(e.occurred_at, c.zone),
           'recorded_at', mlps.instant_text(e.recorded_at, c.zone), 'actor', e.actor, 'data', e.data)
           order by e.occurred_at, e.id), '[]'::json)
  from mlps.clock_event e
  join mlps.deadline d on d.id = e.deadline_id
  join mlps.contract c on c.id = d.contract_id
 where e.deadline_id = $1::bigint;
