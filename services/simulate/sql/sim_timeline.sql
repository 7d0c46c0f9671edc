-- sim_timeline: What happened, as one JSON text each, by contract, instant and order of writing. An event that names a system by
-- its row gives the serial number instead: rows are numbered over all contracts of a play, and nobody outside knows them.
select jsonb_build_object('at', mlps.instant_text(e.at, 'Asia/Shanghai'), 'contract', e.contract, 'kind', e.kind, 'subject', e.subject_kind,
                          'data', case when s.id is null then e.data
                                       else e.data - 'system' || jsonb_build_object('serial', s.serial) end)::text
  from mlps.event e
  left join mlps.system s on jsonb_typeof(e.data->'system') = 'number' and s.id = (e.data->>'system')::bigint
 order by e.contract nulls first, e.at, e.seq
