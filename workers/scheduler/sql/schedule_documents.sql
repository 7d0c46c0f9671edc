-- schedule_documents: the planned deliverables of contract $1 as a JSON list in order of their making. `done_on` is the day
-- of submission, absent while there is none that stands. Days are numbers since 1970.
select coalesce(jsonb_agg(jsonb_build_object(
           'id', d.id, 'clause', d.clause, 'title', d.title, 'system', d.system_id, 'serial', y.serial,
           'deadline', d.deadline_id,
           'done_on', case when d.state <> 'objected' then d.submitted_on - date '1970-01-01' end)
           order by d.id), '[]')
  from deliverable d
  left join system y on y.id = d.system_id
 where d.contract_id = $1::bigint and d.occurrence = 1;
