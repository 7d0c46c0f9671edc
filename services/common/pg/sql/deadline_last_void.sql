-- deadline_last_void: data of the clock event that withdraws the last void of deadline $1.
select jsonb_build_object('voids', max(id)) from mlps.clock_event where deadline_id = $1::bigint and kind = 'void'
