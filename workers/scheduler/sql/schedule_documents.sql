-- schedule_documents: the planned deliverables of contract $1 as a JSON list in order of their making. `done_at` is the instant
-- of the first submission, absent while there is none: a deadline that was stopped keeps it when the document is objected to
-- and handed in again (see services/delivery/README.md). Without a deadline it is the end of its day. Instants are microseconds.
select coalesce(jsonb_agg(jsonb_build_object(
           'id', d.id, 'clause', d.clause, 'title', d.title, 'system', d.system_id, 'serial', y.serial,
           'deadline', d.deadline_id,
           'done_at', case when d.submitted_on is not null then (extract(epoch from least(
               (d.submitted_on + 1)::timestamp at time zone c.zone - interval '1 microsecond', e.closed_at)) * 1000000)::bigint end)
           order by d.id), '[]')
  from deliverable d
  join contract c on c.id = d.contract_id
  left join system y on y.id = d.system_id
  left join deadline e on e.id = d.deadline_id
 where d.contract_id = $1::bigint and d.occurrence = 1;
