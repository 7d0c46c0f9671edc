-- An instant as RFC 3339 text with the offset of a contract's zone, to the second; null for null. The session's
-- time zone plays no part, so the same row reads the same everywhere.
create or replace function mlps.instant_text(at timestamptz, zone text) returns text language sql stable as $$
    select to_char(local, 'YYYY-MM-DD"T"HH24:MI:SS')
           || case when shift < interval '0' then '-' else '+' end
           || to_char(greatest(shift, -shift), 'HH24:MI')
      from (select at at time zone zone as local, (at at time zone zone) - (at at time zone 'UTC') as shift) as t
$$;
