-- Systems of a contract that a finished cycle has assessed, and when: on the day of its last assessment (a re-check goes before the first
-- one, an interim score is none), or on its last day where the pack scores nothing. What somebody has recorded as `assessed` from the
-- cycle's first day until 90 days after its last one is the same assessment, said better (the next one is due after a year at least):
-- counted twice it would add two years to a certificate.
create or replace function mlps.assessed_by_cycle(of_contract bigint)
returns table (system_id bigint, occurred_at timestamptz) language sql stable as $$
    select c.system_id, coalesce(held.assessed_on, c.ended_on)::timestamp at time zone k.zone
      from mlps.contract k
      join mlps.system y on y.contract_id = k.id
      join mlps.cycle c on c.system_id = y.id and c.state = 'done'
      left join lateral (
        select a.assessed_on from mlps.assessment a
         where a.cycle_id = c.id and a.kind <> 'interim' order by a.id desc limit 1) as held on true
     where k.id = of_contract
       and not exists (
           select from mlps.fact f
            where f.contract_id = k.id and f.system_id = c.system_id and f.name = 'assessed' and f.voids is null
              and f.occurred_at >= c.started_on::timestamp at time zone k.zone
              and f.occurred_at < (c.ended_on + 91)::timestamp at time zone k.zone
              and not exists (select from mlps.fact v where v.voids = f.id))
$$;
