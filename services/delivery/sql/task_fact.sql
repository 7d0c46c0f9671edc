-- task_fact: what task $1 was done on $2 is a fact of its system that the next one is reckoned from: an assessment is made, a filing is
-- renewed. Nothing for other work.
insert into fact (contract_id, system_id, name, occurred_at)
select t.contract_id, t.system_id, case s.work when 'filing' then 'filed' else 'assessed' end, $2::date::timestamp at time zone k.zone
  from task t
  join schedule s on s.id = t.schedule_id and s.work in ('filing', 'assessment')
  join contract k on k.id = t.contract_id
 where t.id = $1::bigint;
