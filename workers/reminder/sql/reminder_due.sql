-- reminder_due: take up to $3 reminders of channel $1 whose time has come at $2 (business time): planned ones, and those
-- left "sending" by a worker that died (lease over, by the database's clock). Locks them until commit and passes over
-- those another worker holds. Gives a JSON list in order of time: the row, whether it is still true (`live`: its deadline
-- is open or breached and was not moved since), and what its text needs; instants are microseconds, days are numbers
-- since 1970.
with due as materialized (
    select * from reminder
     where channel = $1::text and state in ('planned', 'sending') and try_at <= $2::timestamptz
       and (state = 'planned' or lease_until <= clock_timestamp())
     order by try_at, id
     limit $3::bigint
       for update skip locked)
select coalesce(jsonb_agg(jsonb_build_object(
           'id', due.id,
           'attempts', due.attempts,
           'abandoned', due.state = 'sending',
           'rule', due.rule,
           'plan_at', (extract(epoch from due.plan_at) * 1000000)::bigint,
           'person', p.name,
           'email', p.email,
           'live', coalesce(p.active and d.state in ('open', 'breached') and d.due_version = due.due_version, false),
           'contract', c.title,
           'zone', c.zone,
           'system', y.name,
           'title', d.title,
           'clause', d.clause,
           'kind', d.kind,
           'due_on', d.due_on - date '1970-01-01',
           'due_at', (extract(epoch from d.due_at) * 1000000)::bigint,
           'provisional', d.provisional,
           'proof', r.proof) order by due.try_at, due.id), '[]')
  from due
  join person p on p.id = due.person_id
  join contract c on c.id = due.contract_id
  left join deadline d on due.object_kind = 'deadline' and d.id = due.object_id
  left join ruling r on r.id = d.ruling_id
  left join system y on y.id = d.system_id;
