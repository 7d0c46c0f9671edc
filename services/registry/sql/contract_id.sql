-- contract_id: row of contract $1, and of its team $2 (null when there is none, or $2 is null).
select c.id, (select t.id from mlps.team t where t.contract_id = c.id and t.code = $2::text)
  from mlps.contract c where c.code = $1::text;
