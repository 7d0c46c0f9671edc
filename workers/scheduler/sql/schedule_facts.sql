-- schedule_facts: the facts of contract $1 that hold, as a JSON list: of each name, clause and system the one that happened
-- last. A voided fact and the row that voids it are left out, and what is about one certificate. A finished cycle is the fact `assessed`
-- of its system.
select coalesce(jsonb_agg(jsonb_build_object(
           'name', f.name, 'clause', f.clause, 'system', f.system_id, 'serial', y.serial,
           'at', (extract(epoch from f.occurred_at) * 1000000)::bigint)), '[]')
  from (select distinct on (name, clause, system_id) name, clause, system_id, occurred_at
          from (select name, clause, system_id, occurred_at
                  from fact
                 where contract_id = $1::bigint and voids is null and unit is null
                   and not exists (select from fact v where v.voids = fact.id)
                 union all
                select 'assessed', null, system_id, occurred_at
                  from assessed_by_cycle($1::bigint)) as holds
         order by name, clause, system_id, occurred_at desc) f
  left join system y on y.id = f.system_id;
