-- deadline_moved: a page of at most $6 rulings after row $5 that moved a deadline or settled what was provisional, in the
-- order they were made: {items, next}. Filters, each null for any: contract $1, made on day $2 or later, version $3 of the calendar they
-- count by, reason $4.
with page as (
    select r.id, r.deadline_id, r.version as due_version, r.reason, r.due_on, r.due_at, r.provisional, r.made_at,
           p.due_on as was, p.due_at as was_at, p.provisional as was_provisional, d.code, d.kind, d.clause, d.title,
           d.state, d.system_id, c.code as contract, c.zone, s.serial, s.name as system_name, v.code as calendar,
           v.version as calendar_version, row_number() over (order by r.id) as n
      from mlps.ruling r
      join mlps.ruling p on p.deadline_id = r.deadline_id and p.version = r.version - 1
      join mlps.deadline d on d.id = r.deadline_id
      join mlps.contract c on c.id = d.contract_id
      join mlps.calendar_version v on v.id = r.calendar_id
      left join mlps.system s on s.id = d.system_id
     where r.version > 1 and r.id > $5::bigint
       and (r.due_at, r.provisional) is distinct from (p.due_at, p.provisional)
       and ($1::text is null or c.code = $1::text)
       and ($2::date is null or (r.made_at at time zone c.zone)::date >= $2::date)
       and ($3::text is null or v.version = $3::text)
       and ($4::text is null or r.reason = $4::text)
     order by r.id limit $6::bigint + 1)
select json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'ruling', id, 'deadline', deadline_id, 'contract', contract, 'code', code, 'kind', kind, 'clause', clause,
        'title', title, 'system', system_id, 'serial', serial, 'system_name', system_name, 'state', state,
        'was', was, 'was_at', mlps.instant_text(was_at, zone), 'was_provisional', was_provisional,
        'due', due_on, 'due_at', mlps.instant_text(due_at, zone), 'provisional', provisional,
        'due_version', due_version, 'reason', reason, 'calendar', calendar, 'calendar_version', calendar_version,
        'made_at', mlps.instant_text(made_at, zone))
        order by n) filter (where n <= $6::bigint), '[]'::json),
    'next', case when count(*) > $6::bigint then max(id) filter (where n = $6::bigint)::text end)
  from page;
