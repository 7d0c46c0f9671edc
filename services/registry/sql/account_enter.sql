-- account_enter: the name of the account whose token has the hash $1, while it is not revoked.
select json_build_object('account', name) from mlps.account where token_hash = $1::text and revoked_at is null;
