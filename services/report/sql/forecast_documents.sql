-- forecast_documents: at most $2 deliverables of contract row $1 that are owed with the end of a phase and have no deadline
-- of their own, by system, clause and title. `ended`: when the phase of the last cycle ended (days since 1970), null while
-- it has not.
select coalesce(json_agg(json_build_object(
           'id', v.id, 'clause', v.clause, 'title', v.title, 'serial', v.serial, 'phase', v.phase, 'ended', v.ended)
           order by v.serial, v.clause, v.title, v.id), '[]'::json)
  from (select d.id, d.clause, d.title, s.serial, d.phase,
               (select max(p.ended_on) - date '1970-01-01' from mlps.phase p
                 where p.cycle_id = y.id and p.number = d.phase and p.state = 'done') as ended
          from mlps.deliverable d
          join mlps.system s on s.id = d.system_id
          join lateral (
              select c.id from mlps.cycle c where c.system_id = s.id
               order by c.number desc limit 1) as y on true
         where d.contract_id = $1::bigint and d.deadline_id is null and d.phase is not null
           and d.state in ('required', 'objected')
         order by s.serial, d.clause, d.title, d.id limit $2::bigint) as v;
