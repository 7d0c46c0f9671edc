-- sim_deadlines: Every deadline as one JSON text, by contract, due instant and code.
select jsonb_build_object('contract', c.code, 'code', d.code, 'kind', d.kind, 'clause', d.clause, 'title', d.title,
                          'serial', s.serial, 'state', d.state, 'due_on', d.due_on, 'due_at', mlps.instant_text(d.due_at, 'Asia/Shanghai'),
                          'closed_at', mlps.instant_text(d.closed_at, 'Asia/Shanghai'), 'provisional', d.provisional)::text
  from mlps.deadline d join mlps.contract c on c.id = d.contract_id left join mlps.system s on s.id = d.system_id
 order by c.code, d.due_at, d.code, d.id
