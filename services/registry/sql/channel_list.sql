-- channel_list: a page of at most $4 robots and webhooks after row $3, of contract $1 (null: any) or only row $2 (0: any): {items, next}. Of an
-- endpoint only scheme and host are shown: its path may be what lets somebody in.
with page as (
    select rc.*, c.code as contract, c.zone, row_number() over (order by rc.id) as n
      from mlps.reminder_channel rc
      join mlps.contract c on c.id = rc.contract_id
     where ($1::text is null or c.code = $1::text)
       and ($2::bigint = 0 or rc.id = $2::bigint)
       and rc.id > $3::bigint
     order by rc.id limit $4::bigint + 1)
select json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'id', id, 'contract', contract, 'channel', channel, 'name', name, 'host', substring(endpoint from '^https?://[^/]+'),
        'token_ref', token_ref, 'secret_ref', secret_ref, 'audience', audience, 'per_minute', per_minute,
        'enabled', enabled, 'failures', failures,
        'free_at', case when isfinite(free_at) then mlps.instant_text(free_at, zone) end, 'version', version)
        order by n) filter (where n <= $4::bigint), '[]'::json),
    'next', case when count(*) > $4::bigint then max(id) filter (where n = $4::bigint)::text end)
  from page;
