-- deliverable_rows: a page of deliverables as {"items":[...],"next":cursor or null}, in order of id.
-- Filters, null for any: $1 deliverable, $2 contract code, $3 system, $4 serial, $5 state. $6 the id after which
-- the page begins, $7 rows at most. `due_on` and what follows it are its deadline: "late" there is the answer to
-- who was late, and stays so whatever is submitted again later.
with page as (
    select d.id, row_number() over (order by d.id) as n, json_build_object(
               'id', d.id, 'contract', k.code, 'clause', d.clause, 'title', d.title, 'system', s.id,
               'serial', s.serial, 'system_name', s.name, 'occurrence', d.occurrence, 'form', d.form,
               'phase', d.phase, 'state', d.state, 'submitted_on', d.submitted_on, 'accepted_on', d.accepted_on,
               'signed_on', d.signed_on, 'sha256', d.sha256, 'submitted_by', d.submitted_by,
               'signed_by', d.signed_by, 'due_on', l.due_on, 'deadline', l.id, 'deadline_code', l.code,
               'deadline_state', l.state, 'version', d.version) as item
      from deliverable d
      join contract k on k.id = d.contract_id
      left join system s on s.id = d.system_id
      left join deadline l on l.id = d.deadline_id
     where ($1::bigint is null or d.id = $1)
       and ($2::text is null or k.code = $2)
       and ($3::bigint is null or d.system_id = $3)
       and ($4::bigint is null or s.serial = $4)
       and ($5::text is null or d.state = $5)
       and d.id > $6::bigint
     order by d.id
     limit $7::bigint + 1)
select json_build_object(
           'items', coalesce(json_agg(item order by n) filter (where n <= $7), '[]'::json),
           'next', case when count(*) > $7 then (max(id) filter (where n = $7))::text end)
  from page;
