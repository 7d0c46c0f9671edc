-- bench_due_contracts: how many contracts the database has: a benchmark of deadlines fills what it is given and takes nothing away again.
select count(*) from mlps.contract;
