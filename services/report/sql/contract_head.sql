-- contract_head: how a report on contract $1 begins: row, title, customer, the business instant and its day in the
-- contract's zone; no row when there is none.
select c.id, c.title, c.customer, mlps.instant_text(mlps.business_now(), c.zone),
       (mlps.business_now() at time zone c.zone)::date
  from mlps.contract c where c.code = $1::text;
