-- contract_work_bump: contract $1 has something new to schedule and to assess.
update mlps.contract_work set facts = facts + 1 where contract_id = $1::bigint
