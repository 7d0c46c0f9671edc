-- deadline_step_fire: take up to $2 planned steps whose time has come at $1, in order of time, and mark them done; a
-- step of a deadline that is closed, paused or moved since is cancelled and does nothing. Deadlines that another
-- transaction holds are left for the next step: nothing waits here, and whoever closes a deadline locks it first, so
-- the check of its state holds until we commit. Gives one JSON object {"taken": rows taken, "fired": [{"deadline",
-- "due_version", "rule", "audience", "at"}]}, `fired` in order of time.
with due as materialized (
    select s.deadline_id, s.due_version, s.rule, s.at, s.audience,
           d.state in ('open', 'breached') and d.due_version = s.due_version as live
      from deadline_step s
      join deadline d on d.id = s.deadline_id
     where s.state = 'planned' and s.at <= $1::timestamptz
     order by s.at, s.deadline_id, s.due_version, s.rule
     limit $2::bigint
       for update of d skip locked),
taken as (
    update deadline_step s
       set state = case when due.live then 'done' else 'cancelled' end,
           done_at = case when due.live then $1::timestamptz end
      from due
     where s.deadline_id = due.deadline_id and s.due_version = due.due_version and s.rule = due.rule
       and s.state = 'planned'
 returning due.*)
select jsonb_build_object(
           'taken', count(*),
           'fired', coalesce(jsonb_agg(jsonb_build_object(
               'deadline', deadline_id, 'due_version', due_version, 'rule', rule,
               'audience', audience, 'at', at)
               order by at, deadline_id, due_version, rule) filter (where live), '[]'))
  from taken;
