-- deadline_work_bump: the contracts of the breaches $1 (ids) have something new to assess. In order of contract, so that
-- two workers cannot lock each other out.
update contract_work w
   set facts = w.facts + 1
 where w.contract_id in (
     select contract_id from contract_work
      where contract_id in (select d.contract_id from breach b join deadline d on d.id = b.deadline_id
                             where b.id = any ($1::bigint[]))
      order by contract_id
        for update);
