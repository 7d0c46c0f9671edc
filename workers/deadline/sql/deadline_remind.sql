-- deadline_remind: of the steps in $1 (as deadline_step_fire gives them) those that tell somebody: one reminder for
-- each person of the audience and each channel that reaches the person; of several robots of one channel the first that is
-- meant for the audience. People of that role in the system's team, or of the whole contract when the team has none (or the
-- matter belongs to no system). Limits of hours are urgent: nothing holds their reminders back. A row that is there
-- already stays.
with step as (
    select * from jsonb_to_recordset($1::jsonb)
             as s (deadline bigint, due_version integer, rule text, audience text, at timestamptz)
     where s.audience <> 'none'),
told as (
    select d.contract_id, d.id as deadline_id, d.kind = 'sla' as urgent, step.rule, step.due_version, step.at,
           step.audience, p.id as person_id, p.email
      from step
      join deadline d on d.id = step.deadline
      left join system y on y.id = d.system_id
      join person p on p.contract_id = d.contract_id and p.role = step.audience and p.active
     where p.team_id = y.team_id
        or not exists (select from person t
                        where t.contract_id = d.contract_id and t.role = step.audience and t.active
                          and t.team_id = y.team_id)),
way as (
    select told.*, channel.name as channel, null::bigint as channel_id
      from told
     cross join (values ('app'), ('mail')) as channel (name)
     where channel.name = 'app' or told.email is not null
    union all
    select told.*, robot.channel, robot.id
      from told
      join lateral (
          select distinct on (rc.channel) rc.channel, rc.id from reminder_channel rc
           where rc.contract_id = told.contract_id and rc.enabled
             and (rc.audience is null or told.audience = any (rc.audience))
           order by rc.channel, rc.id) as robot on true)
insert into reminder (contract_id, object_kind, object_id, rule, person_id, channel, channel_id, due_version, plan_at,
                      try_at, urgent)
select way.contract_id, 'deadline', way.deadline_id, way.rule, way.person_id, way.channel, way.channel_id, way.due_version,
       way.at, way.at, way.urgent
  from way
 order by way.at, way.deadline_id, way.person_id, way.channel
on conflict on constraint reminder_once do nothing;
