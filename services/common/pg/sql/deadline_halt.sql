-- deadline_halt: deadline $1, locked before, gets state $2 (paused or void), its planned steps and reminders are cancelled; the clock event
-- is of kind $3, at $4, with data $5. A breach counts no more then, and whoever assesses has work.
with was as (
    select contract_id, state from mlps.deadline where id = $1::bigint),
dropped as (
    update mlps.deadline_step set state = 'cancelled' where deadline_id = $1::bigint and state = 'planned'),
silenced as (
    update mlps.reminder set state = 'cancelled'
     where object_kind = 'deadline' and object_id = $1::bigint and state = 'planned'),
noted as (
    insert into mlps.clock_event (deadline_id, kind, occurred_at, data)
    values ($1::bigint, $3::text, $4::timestamptz, coalesce($5::jsonb, '{}'))),
bumped as (
    update mlps.contract_work w set facts = w.facts + 1
      from was where w.contract_id = was.contract_id and was.state in ('breached', 'late'))
update mlps.deadline
   set state = $2::text, closed_at = null, breached_at = null, version = version + 1
 where id = $1::bigint
