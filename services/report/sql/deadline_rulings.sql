-- deadline_rulings: every ruling of deadline $1, newest first, as a list.
select coalesce(json_agg(json_build_object(
           'version', r.version, 'current', r.id = d.ruling_id, 'due', r.due_on,
           'due_at', mlps.instant_text(r.due_at, c.zone), 'provisional', r.provisional, 'pack', p.name,
           'pack_version', p.version, 'calendar', v.code, 'calendar_version', v.version, 'readings', r.readings,
           'proof', r.proof, 'made_at', mlps.instant_text(r.made_at, c.zone))
           order by r.version desc), '[]'::json)
  from mlps.ruling r
  join mlps.deadline d on d.id = r.deadline_id
  join mlps.contract c on c.id = d.contract_id
  join mlps.pack p on p.id = r.pack_id
  join mlps.calendar_version v on v.id = r.calendar_id
 where r.deadline_id = $1::bigint;
