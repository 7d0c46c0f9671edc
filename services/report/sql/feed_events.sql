-- feed_events: what a feed of contract row $1 shows of the days $4 to $5: deadlines and phases of the systems of team $2, or
-- (null) of all and the matters of no system; tasks of person $3 (null: none). At most $7, those nearest to day $6, in
-- order of time. Columns: kind as in feed_event.h (0 deadline, 1 phase, 2 task), row, first and last day, instant of a limit of
-- hours, sequence, last change, state, provisional, title, clause, system, team, party, person, proof, how many there are.
with team_system as (
    select s.id, s.name, t.name as team
      from mlps.system s
      join mlps.team t on t.id = s.team_id
     where s.contract_id = $1::bigint and ($2::bigint is null or s.team_id = $2::bigint)),
shown as (
    select 0 as kind, d.id, d.due_on as day_from, d.due_on as day_to,
           case when d.kind = 'sla' then d.due_at end as at, d.due_version as sequence, d.state, d.provisional,
           d.title, d.clause, s.name as system, s.team, d.party, null as person, d.ruling_id, null::bigint as parent
      from mlps.deadline d
      left join team_system s on s.id = d.system_id
     where d.contract_id = $1::bigint and (s.id is not null or ($2::bigint is null and d.system_id is null))
       and d.due_on between $4::date and $5::date
    union all
    select 1, p.id, days.first, days.last, null, p.version,
           case when y.state = 'cancelled' then 'skipped' else p.state end, false,
           p.name || case when p.round > 1 then ' #' || p.round else '' end, p.clause, s.name, s.team, null, null, null, y.id
      from team_system s
      join mlps.cycle y on y.system_id = s.id
      join mlps.phase p on p.cycle_id = y.id
      cross join lateral (select coalesce(p.started_on, p.forecast_from) as first) as begun
      cross join lateral (select begun.first, greatest(begun.first, coalesce(p.ended_on, p.forecast_to)) as last) as days
     where days.last >= $4::date and days.first <= $5::date
    union all
    select 2, k.id, k.slot_from, k.due_on, null, k.version, k.state, false, c.title, c.clause,
           coalesce(y.name, nullif(k.unit, '')), null, null, p.name, null, c.id
      from mlps.task k
      join mlps.schedule c on c.id = k.schedule_id
      join mlps.person p on p.id = k.person_id
      left join mlps.system y on y.id = k.system_id
     where k.contract_id = $1::bigint and k.person_id = $3::bigint
       and k.due_on >= $4::date and k.slot_from <= $5::date),
nearest as (
    select shown.*, count(*) over () as total from shown
     order by greatest(day_from - $6::date, $6::date - day_to, 0), kind, id
     limit $7::bigint)
select n.kind, n.id, n.day_from, n.day_to, n.at, n.sequence,
       case n.kind
           when 0 then greatest(r.made_at,
                                (select max(e.recorded_at) from mlps.clock_event e where e.deadline_id = n.id),
                                (select max(b.found_at) from mlps.breach b where b.deadline_id = n.id))
           when 1 then greatest((select max(e.at) from mlps.event e where e.subject_kind = 'cycle' and e.subject_id = n.parent),
                                (select max(e.at) from mlps.phase p
                                   join mlps.event e on e.subject_kind = 'phase' and e.subject_id = p.id
                                  where p.cycle_id = n.parent))
           else (select max(e.at) from mlps.event e
                  where (e.subject_kind, e.subject_id) in (('task', n.id), ('schedule', n.parent)))
       end,
       n.state, n.provisional, n.title, n.clause, n.system, n.team, n.party, n.person, r.proof, n.total
  from nearest n
  left join mlps.ruling r on r.id = n.ruling_id
 order by n.day_from, n.kind, n.id;
