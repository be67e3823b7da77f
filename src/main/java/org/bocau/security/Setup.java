package org.bocau.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.bocau.account.Account;
import org.bocau.account.Accounts;
import org.bocau.account.Aliases;
import org.bocau.account.Directory;
import org.bocau.account.Domains;
import org.bocau.account.FieldRefusal;
import org.bocau.account.NewAccount;
import org.bocau.message.EmailAddress;
import org.bocau.net.Announcement;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The first steps of a new server. While nobody is administrator, a link with a token, printed at
 * the end of the start, leads to a page that makes the first domain and its administrator. The
 * token is this process's own and dies with its use.
 */
@Service
public class Setup implements Announcement {
    private static final int TOKEN_OCTETS = 18;
    private static final int LOCK = 0x5e7; // of PostgreSQL's advisory locks

    private final Accounts accounts;
    private final Domains domains;
    private final Aliases aliases;
    private final Directory directory;
    private final Passwords passwords;
    private final Audit audit;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Environment environment;
    private final String token = newToken();
    private volatile boolean over;

    Setup(
            Accounts accounts,
            Domains domains,
            Aliases aliases,
            Directory directory,
            Passwords passwords,
            Audit audit,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Environment environment) {
        this.accounts = accounts;
        this.domains = domains;
        this.aliases = aliases;
        this.directory = directory;
        this.passwords = passwords;
        this.audit = audit;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.environment = environment;
    }

    /**
     * What the set-up page asks for.
     *
     * @param domain the first domain
     * @param user local part of the administrator's address
     */
    public record FirstSteps(String domain, String user, String name, String password) {
        /** Without the password, so that it reaches no log. */
        @Override
        public String toString() {
            return "FirstSteps[" + user + "@" + domain + "]";
        }
    }

    /** True until somebody is administrator; then never again. */
    public boolean pending() {
        if (!over) {
            over = accounts.anyAdministrator();
        }
        return !over;
    }

    /** True for the token of the printed link, while the set-up is pending. Constant time. */
    public boolean accepts(@Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.US_ASCII),
                        given.getBytes(StandardCharsets.UTF_8))
                && pending();
    }

    /**
     * Makes the domain, its administrator and the postmaster's alias, all or nothing.
     *
     * @throws IllegalStateException the token is not the printed one, or the set-up is over: 404
     * @throws FieldRefusal at {@code domain}, {@code user}, {@code name} or {@code password}
     */
    public Account complete(@Nullable String given, FirstSteps first) {
        if (!accepts(given)) {
            throw new IllegalStateException("the set-up is over, or this is not its token");
        }
        var owner = address(first.user(), domain(first.domain()));
        var hash = passwords.hash(owner, first.password()); // not within the transaction
        var account = transaction.execute(_ -> make(first, hash));
        over = true;
        return account;
    }

    private Account make(FirstSteps first, String hash) {
        jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query(Object.class).list();
        if (accounts.anyAdministrator()) { // another node's set-up page was sent a moment before
            throw new IllegalStateException("the set-up is over");
        }
        var domain = domain(first.domain());
        requireDomain(domain);
        var address = address(first.user(), domain);
        var account = accounts.create(new NewAccount(address, first.name(), hash, true, 0));
        var postmaster = new EmailAddress("postmaster", domain);
        if (!account.address().equals(postmaster)) {
            aliases.create(postmaster, List.of(account.address()));
        }
        audit.record(null, "setup", account.address().toString(), "domain " + domain);
        return account;
    }

    private static String domain(String name) {
        try {
            return new EmailAddress("postmaster", name.strip()).domain();
        } catch (IllegalArgumentException _) {
            throw new FieldRefusal("domain", "refusal.domain.invalid", name);
        }
    }

    /** It may have been provisioned already. */
    private void requireDomain(String domain) {
        try {
            if (!directory.isLocalDomain(domain)) {
                domains.create(domain);
            }
        } catch (FieldRefusal _) {
            throw new FieldRefusal("domain", "refusal.domain.invalid", domain);
        }
    }

    private static EmailAddress address(String user, String domain) {
        try {
            return EmailAddress.parse(user.strip() + "@" + domain);
        } catch (IllegalArgumentException _) {
            throw new FieldRefusal("user", "refusal.address.invalid", user);
        }
    }

    @Override
    public List<String> lines() {
        if (!pending()) {
            return List.of();
        }
        var port = environment.getProperty("local.server.port", "8080");
        return List.of(
                "",
                "Nobody is administrator yet. Open this link to set the server up; it works once:",
                "  http://localhost:" + port + "/setup?token=" + token);
    }

    private static String newToken() {
        byte[] random = new byte[TOKEN_OCTETS];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
