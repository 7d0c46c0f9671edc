-- export_done: export $1 is the file $2 with hash $3 and $4 rows, read at event $5. Nothing when it was done before.
update export set state = 'done', file = $2::text, sha256 = $3::text, rows_done = $4::bigint, rows_total = $4::bigint,
       event_seq = $5::bigint, error = null, finished_at = business_now(), version = version + 1
 where id = $1::bigint and state <> 'done'
