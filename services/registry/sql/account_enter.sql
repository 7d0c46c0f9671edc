-- account_enter: {account, persons} of the account whose token has the hash $1, while it is not revoked: its name, and who it is in which
-- contract. Whoever is not active any more is nobody.
select json_build_object('account', a.name, 'persons', (
           select coalesce(json_agg(json_build_object('contract', c.code, 'person', p.name, 'role', p.role) order by c.code), '[]'::json)
             from mlps.account_person b
             join mlps.person p on p.id = b.person_id and p.active
             join mlps.contract c on c.id = b.contract_id
            where b.account_id = a.id))
  from mlps.account a
 where a.token_hash = $1::text and a.revoked_at is null;
