-- export_failed: export $1 ended without a file for the reason $2 (cut at 400 characters). Nothing when it is done.
update export set state = 'failed', error = left($2::text, 400), finished_at = business_now(), version = version + 1
 where id = $1::bigint and state <> 'done'
