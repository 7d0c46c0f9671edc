-- bench_settings: what the figures rest on: fsync, synchronous_commit, version.
select current_setting('fsync'), current_setting('synchronous_commit'), current_setting('server_version')
