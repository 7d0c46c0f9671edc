-- deadline_breach: of the steps in $1 (as deadline_step_fire gives them) the breaches: one row of `breach` per deadline
-- and due version, the deadline becomes breached as of its last instant. One row per new breach, in order of time:
-- breach id, deadline id, contract code, and the event's data.
with step as (
    select * from jsonb_to_recordset($1::jsonb) as s (deadline bigint, due_version integer, rule text, at timestamptz)
     where s.rule = 'breach'),
turned as (
    update deadline d
       set state = 'breached', breached_at = d.due_at, version = d.version + 1
      from step
     where d.id = step.deadline and d.due_version = step.due_version and d.state = 'open'
 returning d.*),
made as (
    insert into breach (deadline_id, due_version, ruling_id, due_at)
    select id, due_version, ruling_id, due_at from turned
    on conflict on constraint breach_unique do nothing
 returning id, deadline_id)
select made.id, turned.id, contract.code,
       jsonb_build_object('breach', made.id, 'code', turned.code, 'kind', turned.kind, 'clause', turned.clause,
                          'title', turned.title, 'due_on', turned.due_on, 'due_version', turned.due_version,
                          'system', turned.system_id)
  from made
  join turned on turned.id = made.deadline_id
  join contract on contract.id = turned.contract_id
 order by turned.due_at, turned.id;
