-- deadline_remind: of the steps in $1 (as deadline_step_fire gives them) those that tell somebody: one reminder for
-- each person of the audience and each channel that reaches the person. People of that role in the system's team, or of the
-- whole contract when the team has none (or the matter belongs to no system). A row that is there already stays.
with step as (
    select * from jsonb_to_recordset($1::jsonb)
             as s (deadline bigint, due_version integer, rule text, audience text, at timestamptz)
     where s.audience <> 'none'),
told as (
    select d.contract_id, d.id as deadline_id, step.rule, step.due_version, step.at, p.id as person_id, p.email
      from step
      join deadline d on d.id = step.deadline
      left join system y on y.id = d.system_id
      join person p on p.contract_id = d.contract_id and p.role = step.audience and p.active
     where p.team_id = y.team_id
        or not exists (select from person t
                        where t.contract_id = d.contract_id and t.role = step.audience and t.active
                          and t.team_id = y.team_id))
insert into reminder (contract_id, object_kind, object_id, rule, person_id, channel, due_version, plan_at, try_at)
select told.contract_id, 'deadline', told.deadline_id, told.rule, told.person_id, channel.name, told.due_version,
       told.at, told.at
  from told
 cross join (values ('app'), ('mail')) as channel (name)
 where channel.name = 'app' or told.email is not null
 order by told.at, told.deadline_id, told.person_id, channel.name
on conflict on constraint reminder_once do nothing;
