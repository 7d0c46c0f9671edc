-- schedule_documents_make: the deliverables in $2 (a JSON list of {clause, title, form, phase, per_system}) that contract
-- $1 lacks: one each, or one for each of its systems. Gives the number made. No system counts as system 0 where what is there is
-- looked for, so that one table of all three keys answers for thousands.
with asked as (
    select * from rows from (jsonb_to_recordset($2::jsonb) as
                             (clause text, title text, form text, phase integer, per_system boolean))
             with ordinality as a (clause, title, form, phase, per_system, place)),
made as (
    insert into deliverable (contract_id, system_id, clause, title, form, phase)
    select $1::bigint, y.id, asked.clause, asked.title, asked.form, asked.phase
      from asked
      left join system y on asked.per_system and y.contract_id = $1::bigint
     where (y.id is not null or not asked.per_system)
       and (asked.clause, asked.title, coalesce(y.id, 0)) not in (
           select d.clause, d.title, coalesce(d.system_id, 0)
             from deliverable d
            where d.contract_id = $1::bigint and d.occurrence = 1)
     order by asked.place, y.serial
    on conflict on constraint deliverable_unique do nothing
    returning 1)
select count(*) from made;
