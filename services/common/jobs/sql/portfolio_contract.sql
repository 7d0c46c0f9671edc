-- portfolio_contract: the contract with code $1, and whether work still goes on; no row when there is none.
select id, state = 'active' from contract where code = $1::text;
