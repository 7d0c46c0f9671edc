-- sim_breaches: Every breach as one JSON text, by contract, instant and code.
select jsonb_build_object('contract', c.code, 'code', d.code, 'clause', d.clause, 'title', d.title, 'serial', s.serial,
                          'due_at', mlps.instant_text(b.due_at, 'Asia/Shanghai'), 'found_at', mlps.instant_text(b.found_at, 'Asia/Shanghai'))::text
  from mlps.breach b join mlps.deadline d on d.id = b.deadline_id join mlps.contract c on c.id = d.contract_id
  left join mlps.system s on s.id = d.system_id
 order by c.code, b.due_at, d.code, b.id
