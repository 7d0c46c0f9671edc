-- account_bind: account $1, locked before, is person $3 of contract $2 from now on; nothing happens where it is anybody already.
with bound as (
    insert into mlps.account_person (account_id, contract_id, person_id) values ($1::bigint, $2::bigint, $3::bigint)
    on conflict on constraint account_person_pk do nothing
    returning account_id)
update mlps.account a set version = version + 1 from bound where a.id = bound.account_id;
