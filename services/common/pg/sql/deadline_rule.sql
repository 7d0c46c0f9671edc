-- deadline_rule: the next ruling of deadline $1, locked before: pack $2, calendar $3, due on $4, due at $5, too late from $6, provisional $7,
-- readings $8, proof $9, steps ($10 rules, $11 instants, $12 audiences; empty: none are planned). The
-- deadline's state becomes $13; the clock event is of kind $14, at $15, with data $16. What was planned for
-- the version before is cancelled. Where the day stands and only its certainty has changed, steps that were taken are not taken
-- again, but for the breach. Closed too late by this ruling: a breach. Work for whoever assesses when a breach begins to count by
-- it, or the one that counted does no more.
-- One row: the new version.
with was as (
    select due_at, calendar_id, due_version, state, contract_id from mlps.deadline where id = $1::bigint),
made as (
    insert into mlps.ruling (deadline_id, version, pack_id, calendar_id, due_on, due_at, breach_at, provisional, readings, proof,
                             reason)
    select $1::bigint, coalesce(max(version), 0) + 1, $2::bigint, $3::bigint, $4::date, $5::timestamptz, $6::timestamptz,
           $7::boolean, coalesce($8::jsonb, '{}'), $9::jsonb,
           case $14::text when 'start' then 'start'
                          when 'resume' then 'resume'
                          when 'void' then 'revive'
                          else case when (select calendar_id from was) <> $3::bigint then 'calendar' else 'facts' end end
      from mlps.ruling where deadline_id = $1::bigint
    returning id, version),
dropped as (
    update mlps.deadline_step set state = 'cancelled' where deadline_id = $1::bigint and state = 'planned'),
silenced as (
    update mlps.reminder set state = 'cancelled'
     where object_kind = 'deadline' and object_id = $1::bigint and state = 'planned'),
noted as (
    insert into mlps.clock_event (deadline_id, kind, occurred_at, data)
    values ($1::bigint, $14::text, $15::timestamptz, coalesce($16::jsonb, '{}'))),
planned as (
    insert into mlps.deadline_step (deadline_id, due_version, rule, at, audience)
    select $1::bigint, made.version, step.rule, step.at, step.audience
      from made, was, unnest($10::text[], $11::timestamptz[], $12::text[]) as step (rule, at, audience)
     where step.rule = 'breach' or $14::text <> 'retarget' or was.due_at <> $5::timestamptz
        or not exists (select from mlps.deadline_step taken
                        where taken.deadline_id = $1::bigint and taken.due_version = was.due_version
                          and taken.rule = step.rule and taken.state = 'done')),
breached as (
    insert into mlps.breach (deadline_id, due_version, ruling_id, due_at)
    select $1::bigint, made.version, made.id, $5::timestamptz from made where $13::text = 'late'),
bumped as (
    update mlps.contract_work w set facts = w.facts + 1
      from was
     where w.contract_id = was.contract_id and ($13::text = 'late' or was.state in ('breached', 'late')))
update mlps.deadline d
   set due_on = $4::date, due_at = $5::timestamptz, breach_at = $6::timestamptz, provisional = $7::boolean,
       due_version = made.version, ruling_id = made.id, calendar_id = $3::bigint, state = $13::text, version = d.version + 1,
       breached_at = case when $13::text in ('breached', 'late') then $5::timestamptz end
  from made
 where d.id = $1::bigint
returning d.due_version
