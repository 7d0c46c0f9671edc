-- incident_rows: a page of incidents as {"items":[...],"next":cursor or null}, in order of id.
-- Filters, null for any: $1 incident, $2 contract code, $3 its code, $4 state, $5 family. $6 the id after which
-- the page begins, $7 rows at most. `deadlines` are its service-level deadlines, `case` the penalty case it made.
with page as (
    select i.id, row_number() over (order by i.id) as n, json_build_object(
               'id', i.id, 'contract', k.code, 'system', s.id, 'serial', s.serial, 'system_name', s.name,
               'code', i.code, 'title', i.title, 'family', i.family, 'facts', i.facts, 'grade', i.grade,
               'computed_grade', i.computed_grade, 'level', i.level, 'clauses', i.clauses, 'state', i.state,
               'occurred_at', instant_text(i.occurred_at, k.zone), 'responded_at', instant_text(i.responded_at, k.zone),
               'remote_resolved_at', instant_text(i.remote_resolved_at, k.zone),
               'onsite_requested_at', instant_text(i.onsite_requested_at, k.zone),
               'arrived_at', instant_text(i.arrived_at, k.zone), 'resolved_at', instant_text(i.resolved_at, k.zone),
               'closed_at', instant_text(i.closed_at, k.zone),
               'gradings', (select count(*) from incident_grading g where g.incident_id = i.id),
               'case', (select p.code from penalty_case p
                         where p.contract_id = i.contract_id and p.code = i.code and p.voided_at is null),
               'deadlines', (select coalesce(json_agg(json_build_object(
                                        'id', d.id, 'code', d.code, 'clause', d.clause, 'title', d.title,
                                        'state', d.state, 'due_at', instant_text(d.due_at, k.zone),
                                        'closed_at', instant_text(d.closed_at, k.zone)) order by d.id), '[]'::json)
                               from deadline d where d.subject_kind = 'incident' and d.subject_id = i.id),
               'version', i.version) as item
      from incident i
      join contract k on k.id = i.contract_id
      left join system s on s.id = i.system_id
     where ($1::bigint is null or i.id = $1)
       and ($2::text is null or k.code = $2)
       and ($3::text is null or i.code = $3)
       and ($4::text is null or i.state = $4)
       and ($5::text is null or i.family = $5)
       and i.id > $6::bigint
     order by i.id
     limit $7::bigint + 1)
select json_build_object(
           'items', coalesce(json_agg(item order by n) filter (where n <= $7), '[]'::json),
           'next', case when count(*) > $7 then (max(id) filter (where n = $7))::text end)
  from page;
