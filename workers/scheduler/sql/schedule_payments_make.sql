-- schedule_payments_make: the payments in $2 (a JSON list of {clause, title, amount_fen}) that contract $1 lacks. What is there
-- stays: its amount may have been settled since.
insert into payment (contract_id, clause, title, amount_fen)
select $1::bigint, clause, title, amount_fen
  from rows from (jsonb_to_recordset($2::jsonb) as (clause text, title text, amount_fen bigint))
       with ordinality as p (clause, title, amount_fen, place)
 where not exists (select from payment q where q.contract_id = $1::bigint and q.clause = p.clause)
 order by place
on conflict on constraint payment_clause_unique do nothing;
