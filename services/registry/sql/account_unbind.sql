-- account_unbind: account $1, locked before, is nobody of contract $2 from now on; nothing happens where it is nobody already. The
-- events account.bound and account.unbound say who it was when.
with freed as (
    delete from mlps.account_person where account_id = $1::bigint and contract_id = $2::bigint returning account_id)
update mlps.account a set version = version + 1 from freed where a.id = freed.account_id;
