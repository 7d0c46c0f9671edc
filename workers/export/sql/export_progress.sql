-- export_progress: export $1 is running and has $2 of $3 rows; one that failed before runs again. Nothing when it is done.
update export set state = 'running', rows_done = $2::bigint, rows_total = $3::bigint, error = null,
       version = version + 1
 where id = $1::bigint and state <> 'done'
