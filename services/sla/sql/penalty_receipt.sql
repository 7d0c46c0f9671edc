-- penalty_receipt: notification $2 if it is a notice of penalty $1 that was read; no row when it is not.
select notification_id from penalty_notice
 where penalty_id = $1::bigint and notification_id = $2::bigint and read_at is not null;
