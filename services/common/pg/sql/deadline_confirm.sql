-- deadline_confirm: deadline $1, locked before, is due when it was by calendar $2 too. What is still planned comes when that
-- calendar has it ($3 rules, $4 instants): working days before and after the day may lie elsewhere though the day stands.
with moved as (
    update mlps.deadline_step s
       set at = step.at
      from mlps.deadline d, unnest($3::text[], $4::timestamptz[]) as step (rule, at)
     where d.id = $1::bigint and s.deadline_id = d.id and s.due_version = d.due_version and s.rule = step.rule
       and s.state = 'planned' and s.at <> step.at)
update mlps.deadline set calendar_id = $2::bigint where id = $1::bigint
