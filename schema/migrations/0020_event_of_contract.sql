-- 0020 event of contract: its events in the order they become final: "has anything happened since" is one look into an index.
-- breaking: no
-- Nothing reads the events of a contract by seq alone; event.list of a contract reads its own ones by this.
set local search_path = mlps;

drop index event_contract_idx;
create index event_contract_idx on event (contract, xid, seq);
