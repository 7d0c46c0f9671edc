-- payment_rows: a page of payments as {"items":[...],"next":cursor or null}, in order of id. $1 contract code, $2 the
-- id after which the page begins, $3 rows at most. `due_on` and what follows it are null until the payment's term
-- has all its starting facts.
with page as (
    select p.id, row_number() over (order by p.id) as n, json_build_object(
               'id', p.id, 'contract', k.code, 'clause', p.clause, 'title', p.title, 'amount_fen', p.amount_fen,
               'paid_on', p.paid_on, 'due_on', d.due_on, 'deadline', d.id, 'deadline_code', d.code,
               'deadline_state', d.state, 'version', p.version) as item
      from payment p
      join contract k on k.id = p.contract_id
      left join deadline d on d.id = p.deadline_id
     where k.code = $1::text and p.id > $2::bigint
     order by p.id
     limit $3::bigint + 1)
select json_build_object(
           'items', coalesce(json_agg(item order by n) filter (where n <= $3), '[]'::json),
           'next', case when count(*) > $3 then (max(id) filter (where n = $3))::text end)
  from page;
