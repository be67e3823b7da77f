-- Keys that all nodes share are in one table (module account).
insert into server_secret (name, octets) select name, octets from signing_key;
drop table signing_key;
