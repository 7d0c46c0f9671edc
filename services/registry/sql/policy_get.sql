-- policy_get: quiet hours, rest days and storm cap of contract $1 as one JSON object; where none were set the defaults, as
-- reminder_policy.sql of the reminder worker has them, and `set` false. No row: there is no such contract.
select json_build_object(
           'contract', c.code, 'set', p.contract_id is not null,
           'quiet_from', to_char(make_interval(mins => coalesce(p.quiet_from, 1260)), 'HH24:MI'),
           'quiet_to', to_char(make_interval(mins => coalesce(p.quiet_to, 480)), 'HH24:MI'),
           'rest_days', coalesce(p.rest_days, true), 'storm_max', coalesce(p.storm_max, 20),
           'storm_window_s', coalesce(p.storm_window_s, 600))
  from mlps.contract c
  left join mlps.reminder_policy p on p.contract_id = c.id
 where c.code = $1::text;
