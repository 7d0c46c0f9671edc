-- event_list: at most $2 events after event $1 (0: from the beginning), of all or of contract $3, in the order they
-- became final: {items, next, head}; null when there is no event $1. Only transactions below the oldest running one of
-- this database are read, by (transaction, seq): what commits later has a higher transaction, so nothing is ever stepped over.
with mark as (select e.xid, e.seq from mlps.event e where e.seq = $1::bigint),
final as (select mlps.event_horizon() as xid),
page as (
    select e.*, coalesce(c.zone, 'Asia/Shanghai') as zone, row_number() over (order by e.xid, e.seq) as n
      from mlps.event e
      left join mlps.contract c on c.code = e.contract
     where (e.xid, e.seq) > (coalesce((select xid from mark), '0'::xid8), $1::bigint)
       and e.xid < (select xid from final)
       and ($3::text is null or e.contract = $3::text)
     order by e.xid, e.seq limit $2::bigint)
select case when $1::bigint = 0 or exists (select from mark) then json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'seq', seq, 'at', mlps.instant_text(at, zone), 'kind', kind, 'contract', contract,
        'subject_kind', subject_kind, 'subject_id', subject_id, 'actor', actor, 'data', data)
        order by n), '[]'::json),
    'next', coalesce(max(seq) filter (where n = (select max(n) from page)), $1::bigint),
    'head', coalesce((select e.seq from mlps.event e where e.xid < (select xid from final)
                       order by e.xid desc, e.seq desc limit 1), 0)) end
  from page;
