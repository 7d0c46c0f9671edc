-- fact_insert: fact $3 of contract $1, at $4, for clause $2 (null: every clause), of system $5 (null: none). Never
-- changed again.
insert into fact (contract_id, clause, name, occurred_at, system_id)
values ($1::bigint, $2::text, $3::text, $4::timestamptz, $5::bigint)
returning id;
