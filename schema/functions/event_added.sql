-- Whether a transaction has added events, by what is there now: volatile, so that it sees beyond the snapshot of the statement that asks.
create or replace function mlps.event_added(by_transaction xid8) returns boolean language sql volatile as $$
    select exists (select from mlps.event e where e.xid = by_transaction)
$$;
