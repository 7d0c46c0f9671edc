-- Business time: what the caller's transaction says (mlps.now), else the database's clock. Leases never use it.
-- In PL/pgSQL, which keeps its plan for the session: the default of a column is worked out by every insert.
create or replace function mlps.business_now() returns timestamptz language plpgsql stable as $$
begin
    return coalesce(nullif(current_setting('mlps.now', true), '')::timestamptz, clock_timestamp());
end $$;
