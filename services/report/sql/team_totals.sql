-- team_totals: the teams of contract row $1 on day $2, as a list: systems, how many have begun, ended, are late, the sum
-- of days late, and how many are now in each of the phases $3 (a list of numbers), in that order.
with here as (
    select s.team_id, y.id as cycle, y.state as cycle_state, p.number as phase,
           coalesce((select max($2::date - d.due_on) from mlps.deadline d
                      where d.system_id = s.id and d.party = 'vendor' and d.state in ('open', 'breached')
                        and d.due_on < $2::date), 0) as days_late
      from mlps.system s
      left join lateral (
          select c.id, c.state from mlps.cycle c where c.system_id = s.id
           order by c.number desc limit 1) as y on true
      left join lateral (
          select q.number from mlps.phase q
           where q.cycle_id = y.id and q.state in ('active', 'submitted', 'returned', 'suspended')
           order by q.started_on desc, q.round desc, q.number desc limit 1) as p on true
     where s.contract_id = $1::bigint)
select coalesce(json_agg(json_build_object(
           'team', t.code, 'name', t.name,
           'systems', (select count(*) from here h where h.team_id = t.id),
           'started', (select count(h.cycle) from here h where h.team_id = t.id),
           'done', (select count(*) from here h where h.team_id = t.id and h.cycle_state = 'done'),
           'late', (select count(*) from here h where h.team_id = t.id and h.days_late > 0),
           'days_late', (select coalesce(sum(h.days_late), 0) from here h where h.team_id = t.id),
           'phases', (select coalesce(json_agg((select count(*) from here h
                                                 where h.team_id = t.id and h.phase = f.value::bigint)
                                               order by f.ordinality), '[]'::json)
                        from jsonb_array_elements_text($3::jsonb) with ordinality as f))
           order by t.position), '[]'::json)
  from mlps.team t where t.contract_id = $1::bigint;
