-- work_insert: contract $1 has terms, deliverables and penalties to be worked out.
insert into mlps.contract_work (contract_id) values ($1::bigint);
