-- bench_due_ground: a contract "bench" on a pack and a calendar of its own, with one person of each role to be told; its id.
with pack as (
    insert into mlps.pack (name, version, sha256, body) values ('bench', 1, repeat('0', 64), 'pack: bench') returning id),
calendar as (
    insert into mlps.calendar_version (code, version) values ('bench', 'bench') returning id),
contract as (
    insert into mlps.contract (code, pack_id, calendar_id, title, customer, total_fen, signed_on, service_from, service_to, zone)
    select 'bench', pack.id, calendar.id, 'bench', 'bench', 1, '2026-01-01', '2026-01-01', '2026-12-31', 'Asia/Shanghai'
      from pack, calendar
 returning id),
people as (
    insert into mlps.person (contract_id, name, role)
    select contract.id, role, role from contract, unnest(array['engineer', 'manager', 'customer', 'leader']) role),
work as (
    insert into mlps.contract_work (contract_id) select id from contract)
select id from contract;
