-- sim_contracts: Contracts in order of their codes: what settlement wants to know. Columns: code, total in fen, deductions in fen, paid in fen.
select c.code, c.total_fen,
       (select coalesce(sum(x.deduct_fen), 0) from mlps.penalty x where x.contract_id = c.id and x.state <> 'superseded'),
       (select coalesce(sum(x.amount_fen), 0) from mlps.payment x where x.contract_id = c.id and x.paid_on is not null)
  from mlps.contract c
 order by c.code
