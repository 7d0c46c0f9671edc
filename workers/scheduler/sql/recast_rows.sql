-- recast_rows: what each deadline of list $1 (as recast_stale gives it) is ruled by, as a list in order of cycle and phase: the
-- deadline itself with its pack (that of its cycle, else the contract's), and of a phase, finding or incident the facts. `running` is
-- said of a phase that was begun and is not over; `planned` are then the phases that wait for it. Instants are
-- microseconds, days are numbers since 1970.
select coalesce(jsonb_agg(jsonb_build_object(
           'id', d.id, 'void', d.state = 'void', 'kind', d.kind, 'code', d.code, 'clause', d.clause, 'title', d.title, 'system', d.system_id,
           'due_on', d.due_on - date '1970-01-01', 'pack', coalesce(c.pack_id, k.pack_id),
           'phase', p.id, 'number', p.number, 'from', p.started_on - date '1970-01-01',
           'running', p.state in ('active', 'submitted', 'returned', 'suspended'),
           'planned', (select jsonb_agg(jsonb_build_object('id', q.id, 'number', q.number) order by q.number, q.round)
                         from phase q where q.cycle_id = p.cycle_id and q.state = 'planned'),
           'found', coalesce(f.reopened_on, f.found_on) - date '1970-01-01',
           'grade', i.grade, 'suburb', i.facts @> '{"suburb": true}', 'major', i.facts @> '{"major": true}',
           'occurred', (extract(epoch from i.occurred_at) * 1000000)::bigint,
           'responded', (extract(epoch from i.responded_at) * 1000000)::bigint,
           'remote_resolved', (extract(epoch from i.remote_resolved_at) * 1000000)::bigint,
           'onsite_requested', (extract(epoch from i.onsite_requested_at) * 1000000)::bigint,
           'arrived', (extract(epoch from i.arrived_at) * 1000000)::bigint)
           order by c.id, p.number, d.id), '[]')
  from jsonb_array_elements($1::jsonb) row
  join deadline d on d.id = (row ->> 'deadline')::bigint
  join contract k on k.id = d.contract_id
  left join cycle c on c.id = (row ->> 'cycle')::bigint
  left join phase p on d.subject_kind = 'phase' and p.id = d.subject_id
  left join finding f on d.subject_kind = 'finding' and f.id = d.subject_id
  left join incident i on i.id = (row ->> 'incident')::bigint;
