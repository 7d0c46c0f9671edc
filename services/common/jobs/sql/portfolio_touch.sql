-- portfolio_touch: the facts of contract $1 have changed once more.
insert into contract_work (contract_id) values ($1::bigint)
on conflict on constraint contract_work_pk do update set facts = contract_work.facts + 1;
