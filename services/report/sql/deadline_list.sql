-- deadline_list: a page of at most $9 deadlines after the instant $7 (microseconds) and row $8, by due_at: {items, next}.
-- Filters, each null or 0 for any: contract $1, state $2, kind $3, due on or before $4, row $5, code $6.
with page as (
    select d.*, c.code as contract, c.zone, s.serial, s.name as system_name, t.code as team, k.due_us,
           greatest(0, case when d.state in ('open', 'breached') then (mlps.business_now() at time zone c.zone)::date
                            when d.state = 'late' then (d.closed_at at time zone c.zone)::date
                       end - d.due_on) as days_over,
           row_number() over (order by k.due_us, d.id) as n
      from mlps.deadline d
      join mlps.contract c on c.id = d.contract_id
      left join mlps.system s on s.id = d.system_id
      left join mlps.team t on t.id = s.team_id
      cross join lateral (select (extract(epoch from d.due_at) * 1000000)::bigint as due_us) as k
     where ($1::text is null or c.code = $1::text)
       and ($2::text is null or d.state = $2::text)
       and ($3::text is null or d.kind = $3::text)
       and ($4::date is null or d.due_on <= $4::date)
       and ($5::bigint = 0 or d.id = $5::bigint)
       and ($6::text is null or d.code = $6::text)
       and (k.due_us, d.id) > ($7::bigint, $8::bigint)
     order by k.due_us, d.id limit $9::bigint + 1)
select json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'id', id, 'contract', contract, 'code', code, 'kind', kind, 'clause', clause, 'title', title, 'party', party,
        'system', system_id, 'serial', serial, 'system_name', system_name, 'team', team,
        'subject_kind', subject_kind, 'subject_id', subject_id, 'state', state, 'due', due_on,
        'due_at', mlps.instant_text(due_at, zone), 'provisional', provisional, 'due_version', due_version,
        'started_at', mlps.instant_text(started_at, zone), 'closed_at', mlps.instant_text(closed_at, zone),
        'breached_at', mlps.instant_text(breached_at, zone), 'days_over', days_over, 'version', version)
        order by n) filter (where n <= $9::bigint), '[]'::json),
    'next', case when count(*) > $9::bigint then max(due_us || '.' || id) filter (where n = $9::bigint) end)
  from page;
