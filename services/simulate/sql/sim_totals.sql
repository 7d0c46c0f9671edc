-- sim_totals: one JSON object of counts and sums: systems, deadlines by state, breaches, penalties in fen, reminders, tasks, events. $1 null: of all
-- contracts; else $2 says whether of those whose code ends with $1 or of the others.
with k as materialized (
    select c.id, c.code from mlps.contract c
     where $1::text is null or (right(c.code, length($1::text)) = $1::text) = $2::boolean)
select jsonb_build_object(
    'systems', (select count(*) from mlps.system s join k on k.id = s.contract_id),
    'deadlines', (select count(*) from mlps.deadline d join k on k.id = d.contract_id),
    'deadlines_by_state', coalesce((select jsonb_object_agg(t.state, t.n) from (
        select d.state, count(*) as n from mlps.deadline d join k on k.id = d.contract_id group by d.state) t), '{}'),
    'breaches', (select count(*) from mlps.breach b join mlps.deadline d on d.id = b.deadline_id join k on k.id = d.contract_id),
    'penalties', (select count(*) from mlps.penalty p join k on k.id = p.contract_id where p.state <> 'superseded'),
    'penalties_fen', (select coalesce(sum(p.deduct_fen), 0) from mlps.penalty p join k on k.id = p.contract_id where p.state <> 'superseded'),
    'reminders', (select count(*) from mlps.reminder r join k on k.id = r.contract_id where r.channel = 'app' and r.state = 'sent'),
    'tasks', (select count(*) from mlps.task t join k on k.id = t.contract_id),
    'tasks_by_state', coalesce((select jsonb_object_agg(x.state, x.n) from (
        select t.state, count(*) as n from mlps.task t join k on k.id = t.contract_id group by t.state) x), '{}'),
    'events', (select count(*) from mlps.event e where e.contract in (select k.code from k)))
