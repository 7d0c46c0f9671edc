-- schedule_payment_link: payment $1 is due by deadline $2 (null: not yet) and was made on $3 (null: not yet).
update payment set deadline_id = $2::bigint, paid_on = $3::date, version = version + 1
 where id = $1::bigint and (deadline_id, paid_on) is distinct from ($2::bigint, $3::date);
