-- account_persons: who is active in contract $1 under the name $2, in role $3 (null: any): rows, at most two, since one is wanted.
select id from mlps.person
 where contract_id = $1::bigint and name = $2::text and active and ($3::text is null or role = $3::text)
 order by id limit 2;
