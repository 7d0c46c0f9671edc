-- deadline_step_fire: take up to $1 planned steps whose time has come, in order of time, and mark them done; a step of a
-- deadline that is closed, paused or moved since is cancelled and does nothing. The time is the database's (or the
-- transaction's, when that is given): a worker whose own clock runs ahead takes nothing early, one whose clock was set back
-- takes nothing twice. Deadlines that another transaction holds are left for the next step: nothing waits here, and whoever
-- closes a deadline locks it first, so the check of its state holds until we commit. Looks at four times as many, so that
-- two workers find work beside each other. Gives one JSON object {"taken": rows taken, "fired": [{"deadline", "due_version",
-- "rule", "audience", "at"}]}, `fired` in order of time.
with near as materialized (
    select deadline_id, due_version, rule, at, audience
      from deadline_step
     where state = 'planned' and at <= business_now()
     order by at, deadline_id, due_version, rule
     limit 4 * $1::bigint),
due as materialized (
    select near.*, d.state in ('open', 'breached') and d.due_version = near.due_version as live
      from near
      join deadline d on d.id = near.deadline_id
     order by near.at, near.deadline_id, near.due_version, near.rule
     limit $1::bigint
       for no key update of d skip locked),
taken as (
    update deadline_step s
       set state = case when due.live then 'done' else 'cancelled' end,
           done_at = case when due.live then business_now() end
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
