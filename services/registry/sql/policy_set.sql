-- policy_set: of contract $1 quiet hours from minute $2 to minute $3 of the day, whether rest days are quiet ($4), and at most $5 messages of a
-- kind in $6 seconds; what is null stays as it is, or at its default.
insert into mlps.reminder_policy as p (contract_id, quiet_from, quiet_to, rest_days, storm_max, storm_window_s)
values ($1::bigint, coalesce($2::integer, 1260), coalesce($3::integer, 480), coalesce($4::boolean, true),
        coalesce($5::integer, 20), coalesce($6::integer, 600))
on conflict on constraint reminder_policy_pk do update
   set quiet_from = coalesce($2::integer, p.quiet_from), quiet_to = coalesce($3::integer, p.quiet_to),
       rest_days = coalesce($4::boolean, p.rest_days), storm_max = coalesce($5::integer, p.storm_max),
       storm_window_s = coalesce($6::integer, p.storm_window_s);
