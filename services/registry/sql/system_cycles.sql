-- system_cycles: the cycles of system $1 with their phases, oldest first, as a list.
select coalesce(json_agg(json_build_object(
           'id', y.id, 'number', y.number, 'started', y.started_on, 'ended', y.ended_on, 'state', y.state,
           'version', y.version,
           'phases', (select coalesce(json_agg(json_build_object(
                                 'id', p.id, 'number', p.number, 'round', p.round, 'name', p.name, 'state', p.state,
                                 'planned_from', p.planned_from, 'planned_to', p.planned_to,
                                 'forecast_from', p.forecast_from, 'forecast_to', p.forecast_to,
                                 'started', p.started_on, 'submitted', p.submitted_on, 'ended', p.ended_on,
                                 'version', p.version)
                             order by p.number, p.round), '[]'::json)
                        from mlps.phase p where p.cycle_id = y.id))
           order by y.number), '[]'::json)
  from mlps.cycle y where y.system_id = $1::bigint;
