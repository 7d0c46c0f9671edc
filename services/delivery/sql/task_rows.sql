-- task_rows: a page of tasks as {"items":[...],"next":cursor or null}, in order of due day and id. Filters, null for any:
-- $1 task, $2 contract code, $3 state, $4 clause, $5 person (theirs and those of nobody), $6 a day of the slot, $7 due at the
-- latest. $8, $9 the due day (number since 1970) and id after which the page begins, $10 rows at most. `overdue` is judged at the
-- business day of the contract's zone.
with page as (
    select t.id, t.due_on, row_number() over (order by t.due_on, t.id) as n, json_build_object(
               'id', t.id, 'contract', k.code, 'clause', s.clause, 'title', s.title, 'work', s.work, 'period', s.period,
               'unit', nullif(t.unit, ''), 'system', y.id, 'serial', y.serial, 'turn', t.turn, 'slot_from', t.slot_from,
               'slot_to', t.slot_to, 'due_on', t.due_on, 'items', t.items, 'items_done', t.items_done, 'state', t.state,
               'overdue', t.state = 'planned' and t.due_on < (business_now() at time zone k.zone)::date,
               'late', t.done_on > t.due_on, 'person', p.name, 'done_on', t.done_on, 'done_by', t.done_by,
               'deadline', t.deadline_id, 'deadline_state', d.state, 'note', t.note, 'version', t.version) as item
      from task t
      join schedule s on s.id = t.schedule_id
      join contract k on k.id = t.contract_id
      left join system y on y.id = t.system_id
      left join person p on p.id = t.person_id
      left join deadline d on d.id = t.deadline_id
     where ($1::bigint is null or t.id = $1)
       and ($2::text is null or t.contract_id = (select id from contract where code = $2))
       and ($3::text is null or t.state = $3)
       and ($4::text is null or s.clause = $4)
       and ($5::text is null or t.person_id is null or p.name = $5)
       and ($6::date is null or ($6 between t.slot_from and t.slot_to and t.due_on >= $6))
       and ($7::date is null or t.due_on <= $7)
       and (t.due_on, t.id) > (date '1970-01-01' + $8::integer, $9::bigint)
     order by t.due_on, t.id
     limit $10::bigint + 1)
select json_build_object(
           'items', coalesce(json_agg(item order by n) filter (where n <= $10), '[]'::json),
           'next', case when count(*) > $10 then
               max((due_on - date '1970-01-01') || '.' || id) filter (where n = $10) end)
  from page;
