-- notification_list: a page of at most $7 notifications before row $6, newest first: {items, next}. Filters: contract $1 and person $2
-- (null: any), only unread ones ($3), the notices of penalty $4 and the row $5 (0: any).
with page as (
    select n.*, c.code as contract, c.zone, p.name as person, r.rule, r.object_kind, r.object_id, r.due_version, r.late,
           row_number() over (order by n.id desc) as turn
      from mlps.notification n
      join mlps.reminder r on r.id = n.reminder_id
      join mlps.contract c on c.id = r.contract_id
      join mlps.person p on p.id = n.person_id
     where ($1::text is null or c.code = $1::text)
       and ($2::text is null or p.name = $2::text)
       and (not $3::boolean or n.read_at is null)
       and ($4::bigint = 0 or (r.object_kind = 'penalty' and r.object_id = $4::bigint))
       and ($5::bigint = 0 or n.id = $5::bigint)
       and n.id < $6::bigint
     order by n.id desc limit $7::bigint + 1)
select json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'id', id, 'contract', contract, 'reminder', reminder_id, 'person', person, 'rule', rule,
        'subject_kind', object_kind, 'subject_id', object_id, 'due_version', due_version, 'title', title, 'body', body,
        'late', late, 'created_at', mlps.instant_text(created_at, zone),
        'read_at', mlps.instant_text(read_at, zone), 'read_by', read_by, 'on_behalf', read_on_behalf)
        order by turn) filter (where turn <= $7::bigint), '[]'::json),
    'next', case when count(*) > $7::bigint then max(id) filter (where turn = $7::bigint)::text end)
  from page;
