-- speaker: for whom the account of this transaction speaks in contract $1: its person there (null: none), that person's name, and whether it
-- is anybody's at all. No row: it is a process or the token of the token file, which are nobody's.
select b.person_id, p.name, exists (select from mlps.account_person o where o.account_id = a.id)
  from mlps.account a
  left join mlps.account_person b on b.account_id = a.id and b.contract_id = $1::bigint
  left join mlps.person p on p.id = b.person_id
 where a.name = mlps.current_actor()
