-- sim_timeline: What happened in contracts, as one JSON text each, by contract, instant and order of writing. What was loaded for the play, packs and
-- calendars, belongs to none of them. A system is told by its serial number, since row numbers depend on what else lies in the database.
select jsonb_build_object('at', mlps.instant_text(e.at, 'Asia/Shanghai'), 'contract', e.contract, 'kind', e.kind, 'subject', e.subject_kind,
                          'data', case when s.id is null then e.data else e.data - 'system' || jsonb_build_object('serial', s.serial) end)::text
  from mlps.event e
  left join mlps.system s on s.id = (e.data ->> 'system')::bigint
 where e.contract is not null
 order by e.contract, e.at, e.seq
