-- subject_contract: {contract} of row $2 of what is called $1, as a caller's rights hang on it. No row: there is nothing of that kind and number.
select json_build_object('contract', k.code)
  from mlps.contract k
 where k.id = case $1::text
    when 'cycle' then (select s.contract_id from mlps.cycle c join mlps.system s on s.id = c.system_id where c.id = $2::bigint)
    when 'deadline' then (select contract_id from mlps.deadline where id = $2::bigint)
    when 'deliverable' then (select contract_id from mlps.deliverable where id = $2::bigint)
    when 'export' then (select contract_id from mlps.export where id = $2::bigint)
    when 'feed' then (select contract_id from mlps.calendar_feed where id = $2::bigint)
    when 'finding' then (select s.contract_id from mlps.finding f join mlps.cycle c on c.id = f.cycle_id
                           join mlps.system s on s.id = c.system_id where f.id = $2::bigint)
    when 'incident' then (select contract_id from mlps.incident where id = $2::bigint)
    when 'notification' then (select r.contract_id from mlps.notification n join mlps.reminder r on r.id = n.reminder_id
                               where n.id = $2::bigint)
    when 'penalty' then (select contract_id from mlps.penalty where id = $2::bigint)
    when 'phase' then (select s.contract_id from mlps.phase p join mlps.cycle c on c.id = p.cycle_id
                         join mlps.system s on s.id = c.system_id where p.id = $2::bigint)
    when 'system' then (select contract_id from mlps.system where id = $2::bigint)
    when 'task' then (select contract_id from mlps.task where id = $2::bigint) end;
