-- portfolio_system: system $1, or with $1 null the one with serial $3 in contract $2; no row when there is none.
select s.id
  from system s
  join contract k on k.id = s.contract_id
 where case when $1::bigint is not null then s.id = $1
            else k.code = $2::text and s.serial = $3::bigint end;
