-- sim_reminders: What people were told in the application, as one JSON text each, by contract, instant, person and rule.
select jsonb_build_object('contract', c.code, 'person', w.name, 'role', w.role, 'rule', r.rule, 'at', mlps.instant_text(r.plan_at, 'Asia/Shanghai'),
                          'object', r.object_kind, 'code', d.code, 'title', d.title)::text
  from mlps.reminder r join mlps.person w on w.id = r.person_id join mlps.contract c on c.id = r.contract_id
  left join mlps.deadline d on r.object_kind = 'deadline' and d.id = r.object_id
 where r.channel = 'app' and r.state = 'sent'
 order by c.code, r.plan_at, w.name, r.rule, d.code, r.id
