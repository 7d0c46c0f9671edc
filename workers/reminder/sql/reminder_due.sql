-- reminder_due: take up to $3 reminders of channel $1 whose time has come at $2 (business time): planned ones, and those
-- left "sending" by a worker that died (lease over, by the database's clock), none of a robot that is busy or in trouble.
-- Locks them until commit and passes over those another worker holds. With $4 not 0 only those that may go in one message
-- with reminder $4: of its message when it has one (an earlier try), else new ones to the same person or robot, as
-- urgent as it, of (mode $5) the same matter, the same kind or all.
-- Gives a JSON list in order of time: the row, whether it is still true (`live`: its deadline
-- is open or breached and was not moved since, or its penalty stands in that revision; its robot is on), and what its text needs; instants
-- are microseconds, days are numbers since 1970.
with due as materialized (
    select r.* from reminder r
      left join reminder o on o.id = $4::bigint
      left join reminder_channel rc on rc.id = r.channel_id
     where r.channel = $1::text and r.state in ('planned', 'sending') and r.try_at <= $2::timestamptz
       and (r.state = 'planned' or r.lease_until <= clock_timestamp())
       and (rc.id is null or rc.free_at <= $2::timestamptz)
       and (o.id is null or r.id = o.id
            or (r.message_id = o.message_id)
            or (r.message_id is null and o.message_id is null and r.urgent = o.urgent
                and (r.person_id = o.person_id or r.channel_id = o.channel_id)
                and case $5::text
                    when 'matter' then (r.object_kind, r.object_id, r.rule, r.due_version)
                                       = (o.object_kind, o.object_id, o.rule, o.due_version)
                    when 'kind' then split_part(r.rule, '_', 1) = split_part(o.rule, '_', 1)
                    else true end
                and r.channel_id is not distinct from o.channel_id))
     order by r.try_at, r.id
     limit $3::bigint
       for update of r skip locked)
select coalesce(jsonb_agg(jsonb_build_object(
           'id', due.id,
           'attempts', due.attempts,
           'abandoned', due.state = 'sending',
           'rule', due.rule,
           'matter', concat_ws('/', due.object_kind, due.object_id, due.rule, due.due_version),
           'plan_at', (extract(epoch from due.plan_at) * 1000000)::bigint,
           'try_at', (extract(epoch from due.try_at) * 1000000)::bigint,
           'held_until', (extract(epoch from due.held_until) * 1000000)::bigint,
           'urgent', due.urgent,
           'message_id', due.message_id,
           'person', p.name,
           'email', p.email,
           'live', p.active and coalesce(rc.enabled, true)
                   and coalesce(d.state in ('open', 'breached') and d.due_version = due.due_version,
                                n.state in ('proposed', 'notified', 'appealed', 'confirmed')
                                and n.revision = due.due_version, false),
           'robot', rc.id,
           'endpoint', rc.endpoint,
           'token_ref', rc.token_ref,
           'secret_ref', rc.secret_ref,
           'contract', c.title,
           'zone', c.zone,
           'system', y.name,
           'title', coalesce(d.title, k.title),
           'clause', coalesce(d.clause, n.clause),
           'kind', coalesce(d.kind, due.object_kind),
           'due_on', coalesce(d.due_on, k.occurred_on) - date '1970-01-01',
           'due_at', (extract(epoch from d.due_at) * 1000000)::bigint,
           'provisional', d.provisional,
           'deduct_fen', n.deduct_fen,
           'measures', n.measures,
           'proof', coalesce(r.proof, n.proof)) order by due.try_at, due.id), '[]')
  from due
  join person p on p.id = due.person_id
  join contract c on c.id = due.contract_id
  left join reminder_channel rc on rc.id = due.channel_id
  left join deadline d on due.object_kind = 'deadline' and d.id = due.object_id
  left join ruling r on r.id = d.ruling_id
  left join penalty n on due.object_kind = 'penalty' and n.id = due.object_id
  left join penalty_case k on k.id = n.case_id
  left join system y on y.id = coalesce(d.system_id, k.system_id);
