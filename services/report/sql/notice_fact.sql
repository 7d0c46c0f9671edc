-- notice_fact: that the notice of penalty $2 was received, on the day (in the contract's zone) on which notification $1 was read; a fact of
-- the penalty's clause, and of the system of its case. Its row; none when an earlier receipt of the same penalty has stated it. The
-- caller has bumped contract_work before, which makes two receipts of one penalty wait for each other.
insert into mlps.fact (contract_id, clause, name, system_id, occurred_at, receipt_id)
select p.contract_id, p.clause, 'notice_received', c.system_id, (n.read_at at time zone k.zone)::date::timestamp at time zone k.zone, n.id
  from mlps.penalty p
  join mlps.penalty_case c on c.id = p.case_id
  join mlps.contract k on k.id = p.contract_id
  join mlps.notification n on n.id = $1::bigint
 where p.id = $2::bigint
   and not exists (select from mlps.fact f
                     join mlps.notification m on m.id = f.receipt_id
                     join mlps.reminder r on r.id = m.reminder_id
                    where f.contract_id = p.contract_id and f.name = 'notice_received'
                      and r.object_kind = 'penalty' and r.object_id = p.id)
returning id;
