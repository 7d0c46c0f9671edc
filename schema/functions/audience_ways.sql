-- Whom a reminder of a contract reaches, and how: the people of role `of_audience` in the team of system `of_system`, or in the whole
-- contract when that team has none of them (or the matter belongs to no system); each in the application, by mail when the person has an
-- address, and by the first robot of each chat channel that is on and meant for the audience.
create or replace function mlps.audience_ways(of_contract bigint, of_audience text, of_system bigint)
returns table (person_id bigint, channel text, channel_id bigint) language sql stable as $$
    select p.id, way.channel, way.channel_id
      from mlps.person p
      left join mlps.system y on y.id = of_system
     cross join lateral (
        select 'app' as channel, null::bigint as channel_id
        union all
        select 'mail', null where p.email is not null
        union all
        select * from (
            select distinct on (rc.channel) rc.channel, rc.id from mlps.reminder_channel rc
             where rc.contract_id = of_contract and rc.enabled and (rc.audience is null or of_audience = any (rc.audience))
             order by rc.channel, rc.id) as robot) as way
     where p.contract_id = of_contract and p.role = of_audience and p.active
       and (p.team_id = y.team_id
            or not exists (select from mlps.person t
                            where t.contract_id = of_contract and t.role = of_audience and t.active and t.team_id = y.team_id))
$$;
