-- deadline_reopen: closed deadline $1, locked before, is open again under its next version with the dates it had, and the steps that were
-- never taken are planned again. The clock event withdraws the last stop, at $2, with data $3. The breach of a late one counts no more:
-- work for whoever assesses.
with was as (
    select contract_id, state from mlps.deadline where id = $1::bigint),
made as (
    insert into mlps.ruling (deadline_id, version, pack_id, calendar_id, due_on, due_at, breach_at, provisional, readings, proof,
                             reason)
    select r.deadline_id, r.version + 1, r.pack_id, r.calendar_id, r.due_on, r.due_at, r.breach_at, r.provisional, r.readings, r.proof,
           'reopen'
      from mlps.deadline d join mlps.ruling r on r.id = d.ruling_id
     where d.id = $1::bigint
    returning id, version),
noted as (
    insert into mlps.clock_event (deadline_id, kind, occurred_at, data)
    select $1::bigint, 'void', $2::timestamptz,
           coalesce($3::jsonb, '{}') || jsonb_build_object('voids', max(e.id))
      from mlps.clock_event e where e.deadline_id = $1::bigint and e.kind = 'stop'),
planned as (
    insert into mlps.deadline_step (deadline_id, due_version, rule, at, audience)
    select s.deadline_id, made.version, s.rule, s.at, s.audience
      from made, mlps.deadline_step s
     where s.deadline_id = $1::bigint and s.due_version = made.version - 1
       and (s.state <> 'done' or s.rule = 'breach')),
bumped as (
    update mlps.contract_work w set facts = w.facts + 1
      from was where w.contract_id = was.contract_id and was.state = 'late')
update mlps.deadline d
   set state = 'open', closed_at = null, breached_at = null, due_version = made.version, ruling_id = made.id,
       version = d.version + 1
  from made
 where d.id = $1::bigint
