-- account_insert: an account named $1 whose token has the hash $2; its row. A name that was ever given breaks account_name_unique.
insert into mlps.account (name, token_hash) values ($1::text, $2::text) returning id;
