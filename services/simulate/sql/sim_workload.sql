-- sim_workload: What each person has on the desk, as one JSON text each: active phases of the person's team (of all teams for the others), their days,
-- the week that touches most of them, recurring work done by the person and how much of it late, reminders received. $1 first day, $2 last day.
with work as (
    select c.contract_id, s.team_id, greatest(p.started_on, $1::date) as a, least(coalesce(p.ended_on, $2::date), $2::date) as b
      from mlps.phase p join mlps.cycle y on y.id = p.cycle_id join mlps.system s on s.id = y.system_id
      join lateral (select s.contract_id) c on true
     where p.started_on <= $2::date
), weeks as (
    select w.contract_id, w.team_id, d::date as monday, count(*) as n
      from work w, generate_series(date_trunc('week', w.a::timestamp), w.b::timestamp, interval '7 days') d
     where w.b >= w.a
     group by 1, 2, 3
), own as (
    select p.id, p.name, p.role, p.contract_id, p.team_id from mlps.person p
)
select jsonb_build_object('contract', c.code, 'person', o.name, 'role', o.role,
           'phases', (select count(*) from work w where w.contract_id = o.contract_id and (o.team_id is null or w.team_id = o.team_id)),
           'phase_days', (select coalesce(sum(w.b - w.a + 1), 0) from work w
                           where w.contract_id = o.contract_id and w.b >= w.a and (o.team_id is null or w.team_id = o.team_id)),
           'busiest_week', k.monday, 'busiest_count', coalesce(k.n, 0),
           'tasks', coalesce(t.n, 0), 'tasks_late', coalesce(t.late, 0),
           'reminders', (select count(*) from mlps.reminder r where r.person_id = o.id and r.channel = 'app' and r.state = 'sent'))::text
  from own o join mlps.contract c on c.id = o.contract_id
  left join lateral (select t.monday, sum(t.n)::bigint as n from weeks t
                      where t.contract_id = o.contract_id and (o.team_id is null or t.team_id = o.team_id)
                      group by t.monday order by 2 desc, 1 limit 1) k on true
  left join lateral (select count(*) as n, count(*) filter (where t.done_on > t.slot_to) as late from mlps.task t
                      where t.contract_id = o.contract_id and t.done_by = o.name) t on true
 order by c.code, o.role, o.name
