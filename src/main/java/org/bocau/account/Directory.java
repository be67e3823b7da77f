package org.bocau.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Turns addresses into what they mean. Reads committed rows and keeps nothing, so that a change
 * takes effect at once on every node; a known address costs one query by primary keys, which those
 * who ask at the same time share.
 */
@Component
public class Directory {
    /** How many aliases may lie between an address and its mailbox. */
    static final int MOST_HOPS = 10;

    /** Every domain must answer for these, RFC 5321 §4.5.1 and RFC 2142 §2. */
    private static final Set<String> ALWAYS_THERE = Set.of("postmaster", "abuse");

    private static final String ACCOUNT_COLUMNS =
            """
            account.id, account.address, account.name, account.enabled, account.administrator,
            account.quota_octets, account.credentials, account.language, account.created_at
            """;

    /**
     * For each address the one it names, or else the one without its detail. The arrays stand in
     * queries of their own, so that the database does not look at how long they are and keeps its
     * plan: to make one took longer than to carry it out.
     */
    private static final String FIND =
            """
            select asked.place, known.*
              from unnest((select ?::text[]), (select ?::text[])) with ordinality asked (exact, base, place)
             cross join lateral (
                select address.address as found, address.kind, alias.targets,
                       mailing_list.id as list_id, mailing_list.name as list_name,
                       mailing_list.posting, mailing_list.owners, %s
                  from address
                  left join account on account.address = address.address
                  left join alias on alias.address = address.address
                  left join mailing_list on mailing_list.address = address.address
                 where address.address in (asked.exact, asked.base)
                 order by address.address = asked.exact desc limit 1) known
            """
                    .formatted(ACCOUNT_COLUMNS);

    private final JdbcClient jdbc;
    private final SenderRewriting rewriting;
    private final Lookups<EmailAddress, Optional<Destination>> lookups;

    Directory(JdbcClient jdbc, SenderRewriting rewriting) {
        this.jdbc = jdbc;
        this.rewriting = rewriting;
        this.lookups = new Lookups<>(this::known);
    }

    /**
     * What this address means; one step: an alias's targets are not followed. The local part
     * matches in any case; if {@code an+x} is no address of its own, {@code an} is asked, with
     * {@code x} as detail (RFC 5233); lists have no details, but addresses beside their own ({@link
     * ListOffice}) unless somebody else has these.
     */
    public Destination find(EmailAddress address) {
        return lookups.ask(address).orElseGet(() -> withoutRow(address, base(address)));
    }

    /** Without its detail. */
    private static EmailAddress base(EmailAddress address) {
        var exact = address.canonical();
        int plus = exact.localPart().indexOf('+');
        return plus > 0
                ? new EmailAddress(exact.localPart().substring(0, plus), exact.domain())
                : exact;
    }

    private List<Optional<Destination>> known(List<EmailAddress> asked) {
        var exact = asked.stream().map(one -> one.canonical().toString()).toArray(String[]::new);
        var base = asked.stream().map(one -> base(one).toString()).toArray(String[]::new);
        var known =
                new ArrayList<Optional<Destination>>(
                        Collections.nCopies(asked.size(), Optional.empty()));
        jdbc.sql(FIND)
                .params(exact, base)
                .query(
                        (RowCallbackHandler)
                                row -> {
                                    int place = row.getInt("place") - 1;
                                    known.set(place, Optional.of(meaning(asked.get(place), row)));
                                });
        return known;
    }

    private Destination meaning(EmailAddress asked, ResultSet row) throws SQLException {
        var found = EmailAddress.parse(row.getString("found"));
        return switch (row.getString("kind")) {
            case Addresses.ALIAS -> new Destination.Alias(found, addresses(row, "targets"));
            case Addresses.LIST ->
                    found.equals(asked.canonical())
                            ? list(found, row)
                            // bounces to a list's detail address must not reach its members
                            : new Destination.Unknown(asked);
            default -> {
                var account = account(row);
                yield account.enabled()
                        ? new Destination.Local(account, detail(asked, found))
                        : new Destination.Disabled(asked);
            }
        };
    }

    /** Nobody has the address; but a domain of ours always has a postmaster. */
    private Destination withoutRow(EmailAddress asked, EmailAddress base) {
        if (!isLocalDomain(base.domain())) {
            return new Destination.Elsewhere(asked);
        }
        var sender = rewriting.original(asked);
        if (sender.isPresent()) {
            return new Destination.Rewritten(asked, sender.get());
        }
        var office = ListOffice.of(base.localPart());
        if (office.isPresent()) {
            return desk(asked, base, office.get());
        }
        if (!ALWAYS_THERE.contains(base.localPart())) {
            return new Destination.Unknown(asked);
        }
        return firstAdministrator()
                .<Destination>map(account -> new Destination.Local(account, detail(asked, base)))
                .orElseGet(() -> new Destination.Unknown(asked));
    }

    private Destination desk(EmailAddress asked, EmailAddress base, ListOffice office) {
        int length = base.localPart().length() - office.suffix().length();
        var of = new EmailAddress(base.localPart().substring(0, length), base.domain());
        return find(of) instanceof Destination.MailingList list
                ? new Destination.ListDesk(asked, list, office, detail(asked, base))
                : new Destination.Unknown(asked);
    }

    /** What stands after the plus sign, as the sender wrote it; null on an exact match. */
    private static @Nullable String detail(EmailAddress asked, EmailAddress found) {
        if (asked.canonical().equals(found)) {
            return null;
        }
        return asked.localPart().substring(asked.localPart().indexOf('+') + 1);
    }

    private Destination.MailingList list(EmailAddress address, ResultSet row) throws SQLException {
        return new Destination.MailingList(
                new MailingListId(row.getLong("list_id")),
                address,
                row.getString("list_name"),
                Posting.valueOf(row.getString("posting")),
                addresses(row, "owners"));
    }

    private static List<EmailAddress> addresses(ResultSet row, String column) throws SQLException {
        var addresses = (String[]) row.getArray(column).getArray();
        return Stream.of(addresses).map(EmailAddress::parse).toList();
    }

    /** Of a list, the suspended ones too, by address; there may be thousands. */
    public List<EmailAddress> members(MailingListId list) {
        return jdbc.sql("select address from list_member where list_id = ? order by address")
                .param(list.value())
                .query((row, _) -> EmailAddress.parse(row.getString("address")))
                .list();
    }

    private Optional<Account> firstAdministrator() {
        return jdbc.sql(
                        "select %s from account where administrator and enabled order by id limit 1"
                                .formatted(ACCOUNT_COLUMNS))
                .query((row, _) -> account(row))
                .optional();
    }

    /**
     * Follows aliases to the end: all kinds but {@link Destination.Alias} remain; an address met
     * twice counts once, so loops end. Lists are not opened here, because their sender differs.
     *
     * @return in the order met; an address behind more than {@value #MOST_HOPS} aliases is {@link
     *     Destination.Unknown}; empty when there is nothing but a loop of aliases
     */
    public Set<Destination> resolve(Collection<EmailAddress> addresses) {
        record Step(EmailAddress address, int hops) {}
        var resolved = new LinkedHashSet<Destination>();
        var met = new HashSet<EmailAddress>();
        var ahead = new ArrayDeque<Step>();
        addresses.forEach(address -> ahead.add(new Step(address, 0)));
        while (!ahead.isEmpty()) {
            var step = ahead.remove();
            switch (find(step.address())) {
                case Destination.Alias alias when !met.add(alias.address()) -> {}
                case Destination.Alias alias when step.hops() == MOST_HOPS ->
                        resolved.add(new Destination.Unknown(alias.address()));
                case Destination.Alias alias ->
                        alias.targets()
                                .forEach(target -> ahead.add(new Step(target, step.hops() + 1)));
                case Destination end -> resolved.add(end);
            }
        }
        return resolved;
    }

    public Optional<Account> account(AccountId id) {
        return jdbc.sql("select %s from account where id = ?".formatted(ACCOUNT_COLUMNS))
                .param(id.value())
                .query((row, _) -> account(row))
                .optional();
    }

    /** The addresses of accounts; those that are gone are missing. */
    public Map<AccountId, EmailAddress> addresses(Collection<AccountId> accounts) {
        var addresses = new HashMap<AccountId, EmailAddress>();
        if (!accounts.isEmpty()) {
            jdbc.sql("select id, address from account where id in (:ids)")
                    .param("ids", accounts.stream().map(AccountId::value).distinct().toList())
                    .query((row, _) ->
                            addresses.put(
                                    new AccountId(row.getLong("id")),
                                    EmailAddress.parse(row.getString("address"))))
                    .list();
        }
        return addresses;
    }

    /**
     * The account whose login name this is: its address in any case, disabled ones included. Text
     * that is no address is nobody's.
     */
    public Optional<Account> accountByLogin(String login) {
        return credential(login).map(Credential::account);
    }

    /** The account of a login name with what its password is checked against. */
    public Optional<Credential> credential(String login) {
        String address;
        try {
            address = EmailAddress.parse(login.strip()).canonical().toString();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        return jdbc.sql(
                        "select %s, account.password_hash, account.app_passwords_only from account where address = ?"
                                .formatted(ACCOUNT_COLUMNS))
                .param(address)
                .query((row, _) ->
                        new Credential(
                                account(row),
                                row.getString("password_hash"),
                                row.getBoolean("app_passwords_only")))
                .optional();
    }

    /**
     * @param domain A-labels, in any case
     */
    public boolean isLocalDomain(String domain) {
        return jdbc.sql("select exists (select from domain where name = lower(?))")
                .param(domain)
                .query(Boolean.class)
                .single();
    }

    /**
     * What is done with mail to these domains that fails its sender's policy; domains that are not
     * ours are missing.
     *
     * @param domains A-labels, lower case
     */
    public Map<String, InboundRule> inboundRules(Collection<String> domains) {
        var rules = new HashMap<String, InboundRule>();
        if (!domains.isEmpty()) {
            jdbc.sql("select name, inbound_rule from domain where name in (:names)")
                    .param("names", domains)
                    .query((row, _) ->
                            rules.put(
                                    row.getString("name"),
                                    InboundRule.valueOf(row.getString("inbound_rule"))))
                    .list();
        }
        return rules;
    }

    /**
     * True when this account may use {@code from} as sender: its own address, with any detail, or
     * an alias that leads to it in one step.
     */
    public boolean maySendAs(AccountId account, EmailAddress from) {
        return switch (find(from)) {
            case Destination.Local local -> local.account().id().equals(account);
            case Destination.Alias alias ->
                    alias.targets().stream()
                            .map(this::find)
                            .anyMatch(target ->
                                    target instanceof Destination.Local local
                                            && local.account().id().equals(account));
            default -> false;
        };
    }

    /**
     * What {@link #maySendAs} takes, without details: the account's own address, then its aliases.
     */
    public List<EmailAddress> sendersOf(AccountId account) {
        return jdbc.sql(
                        """
                        select address from account where id = :account
                        union all
                        (select alias.address from alias join account on account.address = any (alias.targets)
                          where account.id = :account order by alias.address limit 200)
                        """)
                .param("account", account.value())
                .query((row, _) -> EmailAddress.parse(row.getString("address")))
                .list();
    }

    /**
     * The domain that stands for this server in greetings: the first one created; empty before
     * set-up.
     */
    public Optional<String> primaryDomain() {
        return jdbc.sql("select name from domain order by id limit 1")
                .query(String.class)
                .optional();
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                new AccountId(row.getLong("id")),
                EmailAddress.parse(row.getString("address")),
                row.getString("name"),
                row.getBoolean("enabled"),
                row.getBoolean("administrator"),
                row.getLong("quota_octets"),
                row.getInt("credentials"),
                row.getString("language"),
                row.getTimestamp("created_at").toInstant());
    }
}
