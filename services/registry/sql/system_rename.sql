-- system_rename: system $1, locked before, is called $2 from now on.
update mlps.system set name = $2::text, version = version + 1 where id = $1::bigint;
