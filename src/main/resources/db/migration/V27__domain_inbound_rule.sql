-- Module account: what is done with mail to a domain of ours that its sender's DMARC policy would have refused.
alter table domain add column inbound_rule text not null default 'FOLLOW'
    check (inbound_rule in ('FOLLOW', 'ACCEPT', 'JUNK', 'REJECT'));
