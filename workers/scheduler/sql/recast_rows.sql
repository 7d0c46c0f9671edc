-- recast_rows: what each deadline of list $1 (as recast_stale gives it) is ruled by, as a list in order of cycle and phase: the
-- deadline itself with its pack (that of its cycle, else the contract's), and of a phase, finding, incident or task the facts. `running` is
-- said of a phase that was begun and is not over; `planned` are then the phases that wait for it. `task` says whether
-- its day was planned before its year was published (`guess`) and whether it is still to be done (`open`). Instants are
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
           'arrived', (extract(epoch from i.arrived_at) * 1000000)::bigint,
           'task', case when t.id is not null then jsonb_build_object(
               'id', t.id, 'clause', s.clause, 'title', s.title, 'work', s.work, 'unit', t.unit, 'due_on', t.due_on,
               'from', t.slot_from - date '1970-01-01', 'due', t.due_on - date '1970-01-01', 'open', t.state = 'planned',
               'guess', not exists (select from calendar_day known
                                     where known.calendar_id = d.calendar_id
                                       and extract(year from known.day) = extract(year from t.slot_from))) end)
           order by c.id, p.number, d.id), '[]')
  from jsonb_array_elements($1::jsonb) row
  join deadline d on d.id = (row ->> 'deadline')::bigint
  join contract k on k.id = d.contract_id
  left join cycle c on c.id = (row ->> 'cycle')::bigint
  left join phase p on d.subject_kind = 'phase' and p.id = d.subject_id
  left join finding f on d.subject_kind = 'finding' and f.id = d.subject_id
  left join incident i on i.id = (row ->> 'incident')::bigint
  left join task t on t.id = (row ->> 'task')::bigint
  left join schedule s on s.id = t.schedule_id;
