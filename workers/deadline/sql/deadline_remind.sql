-- deadline_remind: of the steps in $1 (as deadline_step_fire gives them) those that tell somebody: one reminder for
-- each person of the audience and each way that reaches the person (mlps.audience_ways). Limits of hours are urgent: nothing holds
-- their reminders back. A row that is there already stays.
with step as (
    select * from jsonb_to_recordset($1::jsonb)
             as s (deadline bigint, due_version integer, rule text, audience text, at timestamptz)
     where s.audience <> 'none')
insert into reminder (contract_id, object_kind, object_id, rule, person_id, channel, channel_id, due_version, plan_at,
                      try_at, urgent)
select d.contract_id, 'deadline', d.id, step.rule, way.person_id, way.channel, way.channel_id, step.due_version,
       step.at, step.at, d.kind = 'sla'
  from step
  join deadline d on d.id = step.deadline
 cross join lateral mlps.audience_ways(d.contract_id, step.audience, d.system_id) as way
 order by step.at, d.id, way.person_id, way.channel
on conflict on constraint reminder_once do nothing;
