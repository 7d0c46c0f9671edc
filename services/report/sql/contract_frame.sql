-- contract_frame: what a report on contract $1 stands on: row, pack, calendar, title, customer, the business instant and
-- its day in the contract's zone; no row when there is none.
select c.id, c.pack_id, c.calendar_id, c.title, c.customer, mlps.instant_text(mlps.business_now(), c.zone),
       (mlps.business_now() at time zone c.zone)::date
  from mlps.contract c where c.code = $1::text;
