-- rows_deadlines: one row per deadline of contract $1 on business day $2 with its current ruling, by due time. Instants in
-- the contract's zone. Columns as in DEADLINES of sheets_dispute.c.
select d.code, d.kind, d.title, d.party, d.clause, s.serial, s.name as system, t.name as team,
       to_char(d.started_at at time zone c.zone, 'YYYY-MM-DD HH24:MI:SS') as started_at,
       d.due_on, to_char(d.due_at at time zone c.zone, 'YYYY-MM-DD HH24:MI:SS') as due_at, d.provisional,
       to_char(d.closed_at at time zone c.zone, 'YYYY-MM-DD HH24:MI:SS') as closed_at,
       case when d.state = 'breached' and $2::date > d.due_on then 'breached:' || ($2::date - d.due_on)
            when d.state = 'breached' then 'breached_now'
            when d.state = 'late' and x.closed_on > d.due_on then 'late:' || (x.closed_on - d.due_on)
            when d.state = 'late' then 'late_same_day'
            else d.state end as state,
       r.version, p.name || ' v' || p.version as pack, v.code || ' ' || v.version as calendar,
       (select string_agg(e.key || ' = ' || e.value, E'\n' order by e.key)
          from jsonb_each_text(r.readings) e) as readings
  from deadline d
  join contract c on c.id = d.contract_id
  left join system s on s.id = d.system_id
  left join team t on t.id = s.team_id
  left join ruling r on r.id = d.ruling_id
  left join pack p on p.id = r.pack_id
  left join calendar_version v on v.id = r.calendar_id
  cross join lateral (select (d.closed_at at time zone c.zone)::date as closed_on) x
 where d.contract_id = $1::bigint
 order by d.due_at, d.code
