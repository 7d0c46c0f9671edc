-- forecast_owners: who has work in contract row $1: {teams, people}. People are its engineers and whoever was given a task
-- that is still to be done; at most $2 of them and of teams.
select json_build_object(
    'teams', coalesce((select json_agg(json_build_object('code', t.code, 'name', t.name) order by t.position, t.id)
                         from (select * from mlps.team where contract_id = $1::bigint
                                order by position, id limit $2::bigint) as t), '[]'::json),
    'people', coalesce((select json_agg(json_build_object('id', p.id, 'name', p.name, 'team', p.team,
                                                          'engineer', p.role = 'engineer') order by p.name, p.id)
                          from (select p.id, p.name, p.role, t.code as team
                                  from mlps.person p
                                  left join mlps.team t on t.id = p.team_id
                                 where p.contract_id = $1::bigint and p.active
                                   and (p.role = 'engineer' or exists (
                                           select from mlps.task k where k.person_id = p.id and k.state = 'planned'))
                                 order by p.name, p.id limit $2::bigint) as p), '[]'::json));
