-- fact_rows: a page of the facts of a contract as {"items":[...],"next":cursor or null}, in the order in which they
-- were recorded. $1 contract code, $2 the id after which the page begins, $3 rows at most.
with page as (
    select f.id, row_number() over (order by f.id) as n, json_build_object(
               'id', f.id, 'contract', k.code, 'clause', f.clause, 'system', s.id, 'serial', s.serial,
               'name', f.name, 'at', instant_text(f.occurred_at, k.zone),
               'recorded_at', instant_text(f.recorded_at, k.zone), 'receipt', f.receipt_id) as item
      from fact f
      join contract k on k.id = f.contract_id
      left join system s on s.id = f.system_id
     where k.code = $1::text and f.id > $2::bigint
     order by f.id
     limit $3::bigint + 1)
select json_build_object(
           'items', coalesce(json_agg(item order by n) filter (where n <= $3), '[]'::json),
           'next', case when count(*) > $3 then (max(id) filter (where n = $3))::text end)
  from page;
