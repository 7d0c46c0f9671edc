-- sim_timeline: What happened, as one JSON text each, by contract, instant and order of writing.
select jsonb_build_object('at', mlps.instant_text(e.at, 'Asia/Shanghai'), 'contract', e.contract, 'kind', e.kind, 'subject', e.subject_kind,
                          'data', e.data)::text
  from mlps.event e
 order by e.contract nulls first, e.at, e.seq
