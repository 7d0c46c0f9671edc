-- deadline_work_bump: the contracts of the breaches $1 (ids) have something new to assess. In order of contract, so that
-- two workers cannot lock each other out. The contracts are gathered first, breach by breach: left to the planner, one
-- contract that owns most deadlines is read whole.
with concerned as materialized (
    select d.contract_id
      from unnest($1::bigint[]) as made (id)
     cross join lateral (select b.deadline_id from breach b where b.id = made.id limit 1) b
     cross join lateral (select o.contract_id from deadline o where o.id = b.deadline_id limit 1) d),
held as materialized (
    select w.contract_id from contract_work w
     where w.contract_id = any (array(select distinct contract_id from concerned))
     order by w.contract_id
       for update)
update contract_work w
   set facts = w.facts + 1
  from held
 where w.contract_id = held.contract_id;
