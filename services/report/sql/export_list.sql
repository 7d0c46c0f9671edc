-- export_list: a page of at most $4 exports before row $3, newest first, of contract $1 (null: any) or only row $2 (0: any):
-- {items, next}.
with page as (
    select x.*, c.code as contract, c.zone, row_number() over (order by x.id desc) as n
      from mlps.export x
      join mlps.contract c on c.id = x.contract_id
     where ($1::text is null or c.code = $1::text)
       and ($2::bigint = 0 or x.id = $2::bigint)
       and x.id < $3::bigint
     order by x.id desc limit $4::bigint + 1)
select json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'id', id, 'contract', contract, 'kind', kind, 'lang', lang, 'state', state, 'done', rows_done,
        'total', rows_total, 'file', file, 'sha256', sha256, 'event_seq', event_seq, 'error', error,
        'requested_by', requested_by, 'requested_at', mlps.instant_text(requested_at, zone),
        'finished_at', mlps.instant_text(finished_at, zone), 'version', version)
        order by n) filter (where n <= $4::bigint), '[]'::json),
    'next', case when count(*) > $4::bigint then max(id) filter (where n = $4::bigint)::text end)
  from page;
