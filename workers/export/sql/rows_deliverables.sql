-- rows_deliverables: one row per deliverable of contract $1 on business day $2, the contract's own first, then by
-- system. Columns as in DELIVERABLES of sheets_delivery.c.
with phase_name as (
    select distinct on (p.number) p.number, p.name
      from phase p join cycle c on c.id = p.cycle_id join system s on s.id = c.system_id
     where s.contract_id = $1::bigint
     order by p.number, p.id)
select row_number() over (order by s.serial nulls first, v.phase nulls first, v.clause, v.title, v.occurrence, v.id) as number,
       v.title, v.clause, v.occurrence, v.form, s.serial, s.name as system, t.name as team,
       coalesce(n.name, v.phase::text) as phase, d.due_on, v.submitted_on,
       case when d.due_on is not null then greatest(coalesce(v.submitted_on, $2::date) - d.due_on, 0) end as days_late,
       v.submitted_by, v.accepted_on, v.signed_on, v.signed_by,
       case when v.state = 'required' and d.due_on < $2::date then 'overdue:' || ($2::date - d.due_on)
            else v.state end as state,
       v.sha256
  from deliverable v
  left join system s on s.id = v.system_id
  left join team t on t.id = s.team_id
  left join deadline d on d.id = v.deadline_id and d.state <> 'void'
  left join phase_name n on n.number = v.phase
 where v.contract_id = $1::bigint
 order by 1
