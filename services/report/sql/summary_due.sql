-- summary_due: unmet deadlines of contract row $1 at the business instant, at most $4 by due_at: {items, total}. Those that
-- are overdue when $2 holds, else those still in time and due on or before $3.
with due as (
    select d.*, c.zone, s.serial, s.name as system_name, t.code as team, t.name as team_name,
           row_number() over (order by d.due_at, d.id) as n
      from mlps.deadline d
      join mlps.contract c on c.id = d.contract_id
      left join mlps.system s on s.id = d.system_id
      left join mlps.team t on t.id = s.team_id
     where d.contract_id = $1::bigint and d.state in ('open', 'breached')
       and (d.breach_at <= mlps.business_now()) = $2::boolean
       and ($2::boolean or d.due_on <= $3::date))
select json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'id', id, 'code', code, 'kind', kind, 'clause', clause, 'title', title, 'party', party, 'serial', serial,
        'system_name', system_name, 'team', team, 'team_name', team_name, 'due', due_on,
        'due_at', mlps.instant_text(due_at, zone), 'state', state, 'provisional', provisional)
        order by n) filter (where n <= $4::bigint), '[]'::json),
    'total', count(*))
  from due;
