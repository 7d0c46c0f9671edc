-- An instant as RFC 3339 text with the offset of a contract's zone, to the second; null for null. The session's
-- time zone plays no part, so the same row reads the same everywhere. One expression without a from clause: the planner then
-- puts it in place of the call, where a call would cost a plan of its own in every statement.
create or replace function mlps.instant_text(at timestamptz, zone text) returns text language sql stable as $$
    select to_char(at at time zone zone, 'YYYY-MM-DD"T"HH24:MI:SS')
           || case when at at time zone zone < at at time zone 'UTC' then '-' else '+' end
           || to_char(greatest(at at time zone zone - at at time zone 'UTC',
                               at at time zone 'UTC' - at at time zone zone), 'HH24:MI')
$$;
