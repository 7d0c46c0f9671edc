-- Plan the notice of a penalty to the people who answer for the vendor (managers and leaders), now, in the application and by mail: how
-- many were planned. Never to a chat group, where everybody would read it. A second call for the same revision plans nothing. The reminder
-- worker sends it while the penalty stands; view penalty_notice then has the instants.
create or replace function mlps.penalty_notice_plan(of_penalty bigint) returns bigint language sql volatile as $$
    with planned as (
        insert into mlps.reminder (contract_id, object_kind, object_id, rule, person_id, channel, channel_id, due_version,
                                   plan_at, try_at)
        select p.contract_id, 'penalty', p.id, 'notice', way.person_id, way.channel, way.channel_id, p.revision,
               mlps.business_now(), mlps.business_now()
          from mlps.penalty p
          join mlps.penalty_case k on k.id = p.case_id
         cross join (values ('manager'), ('leader')) as told (role)
         cross join lateral mlps.audience_ways(p.contract_id, told.role, k.system_id) as way
         where p.id = of_penalty and way.channel_id is null
         order by way.person_id, way.channel
        on conflict on constraint reminder_once do nothing
        returning id)
    select count(*) from planned
$$;
