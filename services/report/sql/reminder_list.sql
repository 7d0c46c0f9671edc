-- reminder_list: a page of at most $8 reminders after the instant $6 (microseconds) and row $7, by the time they were planned for:
-- {items, next}. Filters, each null for any: contract $1, person $2, channel $3, state $4, planned until the end of day $5.
-- A robot is shown by its name; where it lives and what it signs with stay in the configuration.
with page as (
    select r.*, c.code as contract, c.zone, p.name as person, p.role, s.serial, rc.name as robot,
           coalesce(d.title, k.title) as title, coalesce(d.clause, n.clause) as clause, m.read_at, m.read_by, t.plan_us,
           row_number() over (order by t.plan_us, r.id) as n
      from mlps.reminder r
      join mlps.contract c on c.id = r.contract_id
      join mlps.person p on p.id = r.person_id
      left join mlps.reminder_channel rc on rc.id = r.channel_id
      left join mlps.deadline d on r.object_kind = 'deadline' and d.id = r.object_id
      left join mlps.penalty n on r.object_kind = 'penalty' and n.id = r.object_id
      left join mlps.penalty_case k on k.id = n.case_id
      left join mlps.system s on s.id = coalesce(d.system_id, k.system_id)
      left join mlps.notification m on m.reminder_id = r.id
     cross join lateral (select (extract(epoch from r.plan_at) * 1000000)::bigint as plan_us) as t
     where ($1::text is null or c.code = $1::text)
       and ($2::text is null or p.name = $2::text)
       and ($3::text is null or r.channel = $3::text)
       and ($4::text is null or r.state = $4::text)
       and ($5::date is null or (r.plan_at at time zone c.zone)::date <= $5::date)
       and (t.plan_us, r.id) > ($6::bigint, $7::bigint)
     order by t.plan_us, r.id limit $8::bigint + 1)
select json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'id', id, 'contract', contract, 'serial', serial, 'subject_kind', object_kind, 'subject_id', object_id,
        'title', title, 'clause', clause, 'rule', rule, 'person', person, 'role', role, 'channel', channel,
        'robot', robot, 'due_version', due_version, 'urgent', urgent, 'state', state,
        'planned_at', mlps.instant_text(plan_at, zone), 'try_at', mlps.instant_text(try_at, zone),
        'held_until', mlps.instant_text(held_until, zone), 'sent_at', mlps.instant_text(sent_at, zone), 'late', late,
        'attempts', attempts, 'uncertain', uncertain, 'error', last_error,
        'read_at', mlps.instant_text(read_at, zone), 'read_by', read_by)
        order by n) filter (where n <= $8::bigint), '[]'::json),
    'next', case when count(*) > $8::bigint then max(plan_us || '.' || id) filter (where n = $8::bigint) end)
  from page;
