-- forecast_history: how many days late (negative: early) the vendor's deadlines of contract row $1 were met, counted by kind,
-- clause and days. What is overdue on day $2 counts with the days it is late so far: to leave it out would make history
-- better than it was.
select coalesce(json_agg(json_build_object('kind', h.kind, 'clause', h.clause, 'days', h.days, 'count', h.count)
                         order by h.kind collate "C", h.clause collate "C", h.days), '[]'::json)
  from (select d.kind, d.clause, k.days, count(*) as count
          from mlps.deadline d
          join mlps.contract c on c.id = d.contract_id
          cross join lateral (
              select case when d.state in ('met', 'late') then (d.closed_at at time zone c.zone)::date
                          else $2::date end - d.due_on as days) as k
         where d.contract_id = $1::bigint and d.party = 'vendor'
           and (d.state in ('met', 'late') or d.state = 'breached' and d.due_on < $2::date)
         group by d.kind, d.clause, k.days) as h;
