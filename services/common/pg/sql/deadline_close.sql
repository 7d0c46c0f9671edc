-- deadline_close: deadline $1, locked before, was fulfilled at $2 (clock event's data $3); its planned steps and reminders are cancelled. Too late: a
-- breach of its current version, unless the worker has made it. Work for whoever assesses then, and when the worker had found a breach
-- of what was done in time and told late. One row: the new state.
with was as (
    select state from mlps.deadline where id = $1::bigint),
dropped as (
    update mlps.deadline_step set state = 'cancelled' where deadline_id = $1::bigint and state = 'planned'),
silenced as (
    update mlps.reminder set state = 'cancelled'
     where object_kind = 'deadline' and object_id = $1::bigint and state = 'planned'),
noted as (
    insert into mlps.clock_event (deadline_id, kind, occurred_at, data)
    values ($1::bigint, 'stop', $2::timestamptz, coalesce($3::jsonb, '{}'))),
closed as (
    update mlps.deadline
       set state = case when $2::timestamptz < breach_at then 'met' else 'late' end,
           closed_at = $2::timestamptz,
           breached_at = case when $2::timestamptz < breach_at then null else due_at end,
           version = version + 1
     where id = $1::bigint
    returning id, contract_id, due_version, ruling_id, due_at, state),
breached as (
    insert into mlps.breach (deadline_id, due_version, ruling_id, due_at)
    select id, due_version, ruling_id, due_at from closed where state = 'late'
    on conflict on constraint breach_unique do nothing),
bumped as (
    update mlps.contract_work w set facts = w.facts + 1
      from closed, was
     where w.contract_id = closed.contract_id and (closed.state = 'late' or was.state = 'breached'))
select state from closed
