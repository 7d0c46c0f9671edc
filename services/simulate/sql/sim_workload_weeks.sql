-- sim_workload_weeks: what each person has on the desk week by week, as one JSON text each, by contract, role, person and Monday; $1 first day, $2
-- last day, both counted. `phases` are those under way of the person's team (of all teams for who has none) on each day from Monday to
-- Sunday, `tasks` the recurring work done by the person on each; null outside the range. A phase is under way from its start to its end, both
-- counted. Weeks without either are left out.
with days as (
    select d::date as day, date_trunc('week', d)::date as monday
      from generate_series($1::date::timestamp, $2::date::timestamp, interval '1 day') as d
), work as (
    select s.contract_id, s.team_id, p.started_on as a, coalesce(p.ended_on, $2::date) as b
      from mlps.phase p join mlps.cycle y on y.id = p.cycle_id join mlps.system s on s.id = y.system_id
     where p.started_on <= $2::date
), begun as ( -- one more on the day a phase begins, one less on the day after it ends
    select contract_id, team_id, greatest(a, $1::date) as day, 1 as n from work where b >= $1::date and b >= a
    union all
    select contract_id, team_id, b + 1, -1 from work where b >= $1::date and b >= a and b < $2::date
), steps as (
    select o.id as person, b.day, sum(b.n)::bigint as n
      from mlps.person o join begun b on b.contract_id = o.contract_id and (o.team_id is null or b.team_id = o.team_id)
     group by 1, 2
), load as (
    select o.id as person, d.day, d.monday, sum(coalesce(s.n, 0)) over (partition by o.id order by d.day) as phases
      from mlps.person o cross join days d left join steps s on s.person = o.id and s.day = d.day
), done as (
    select o.id as person, t.done_on as day, count(*) as n, sum(t.items_done) as items
      from mlps.task t join mlps.person o on o.contract_id = t.contract_id and o.name = t.done_by
     where t.done_on between $1::date and $2::date
     group by 1, 2
), weeks as (
    select l.person, l.monday,
           jsonb_object_agg(extract(isodow from l.day), l.phases) as phases,
           jsonb_object_agg(extract(isodow from l.day), coalesce(d.n, 0)) as tasks,
           sum(l.phases) as phase_days, coalesce(sum(d.n), 0) as tasks_done, coalesce(sum(d.items), 0) as items_done, max(l.phases) as most
      from load l left join done d on d.person = l.person and d.day = l.day
     group by 1, 2
)
select jsonb_build_object('contract', c.code, 'person', o.name, 'role', o.role, 'team', m.code, 'week', w.monday, 'phase_days', w.phase_days,
           'most_at_once', w.most, 'tasks_done', w.tasks_done, 'items_done', w.items_done,
           'phases', jsonb_build_array(w.phases -> '1', w.phases -> '2', w.phases -> '3', w.phases -> '4', w.phases -> '5', w.phases -> '6', w.phases -> '7'),
           'tasks', jsonb_build_array(w.tasks -> '1', w.tasks -> '2', w.tasks -> '3', w.tasks -> '4', w.tasks -> '5', w.tasks -> '6', w.tasks -> '7'))::text
  from weeks w
  join mlps.person o on o.id = w.person
  join mlps.contract c on c.id = o.contract_id
  left join mlps.team m on m.id = o.team_id
 where w.phase_days > 0 or w.tasks_done > 0
 order by c.code, o.role, o.name, w.monday
