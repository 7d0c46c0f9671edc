-- sim_totals: $1 contract code or null for all. One JSON object of counts and sums: deadlines by state, breaches, penalties in fen, reminders.
select jsonb_build_object(
    'systems', (select count(*) from mlps.system s join mlps.contract c on c.id = s.contract_id where $1::text is null or c.code = $1::text),
    'deadlines', (select count(*) from mlps.deadline d join mlps.contract c on c.id = d.contract_id where $1::text is null or c.code = $1::text),
    'deadlines_by_state', coalesce((select jsonb_object_agg(t.state, t.n) from (
        select d.state, count(*) as n from mlps.deadline d join mlps.contract c on c.id = d.contract_id
         where $1::text is null or c.code = $1::text group by d.state) t), '{}'),
    'breaches', (select count(*) from mlps.breach b join mlps.deadline d on d.id = b.deadline_id
                   join mlps.contract c on c.id = d.contract_id where $1::text is null or c.code = $1::text),
    'penalties', (select count(*) from mlps.penalty p join mlps.contract c on c.id = p.contract_id
                   where p.state <> 'superseded' and ($1::text is null or c.code = $1::text)),
    'penalties_fen', (select coalesce(sum(p.deduct_fen), 0) from mlps.penalty p join mlps.contract c on c.id = p.contract_id
                       where p.state <> 'superseded' and ($1::text is null or c.code = $1::text)),
    'reminders', (select count(*) from mlps.reminder r join mlps.contract c on c.id = r.contract_id
                   where r.channel = 'app' and r.state = 'sent' and ($1::text is null or c.code = $1::text)),
    'events', (select count(*) from mlps.event e where $1::text is null or e.contract = $1::text))
