-- export_failed: export $1 ended without a file for the reason $2 (cut at 400 characters). Row: its contract's code; none when
-- it is done or there is no such export.
update export e
   set state = 'failed', error = left($2::text, 400), finished_at = business_now(), version = e.version + 1
  from contract c
 where e.id = $1::bigint and e.state <> 'done' and c.id = e.contract_id
returning c.code
