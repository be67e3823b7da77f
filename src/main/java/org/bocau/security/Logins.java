package org.bocau.security;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.bocau.account.Account;
import org.bocau.account.AccountId;
import org.bocau.account.Accounts;
import org.bocau.account.AppPasswords;
import org.bocau.account.Credential;
import org.bocau.account.Directory;
import org.bocau.message.EmailAddress;
import org.bocau.security.SessionLog.Outcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to log in, for the web and every protocol. Every attempt is counted, throttled and
 * recorded. No database connection is held while an attempt waits or a hash is computed.
 */
public class Logins {
    private static final Logger log = LoggerFactory.getLogger(Logins.class);
    private static final int LONGEST_LOGIN = 320; // octets: 64 "@" 255
    private static final int MOST_HOLDS = 30;
    private static final Duration BUSY = Duration.ofSeconds(2);
    private static final ScramKeys NOBODYS_KEYS = new ScramKeys(new byte[32], new byte[32]);

    private final Directory directory;
    private final Accounts accounts;
    private final AppPasswords appPasswords;
    private final Passwords passwords;
    private final Throttle throttle;
    private final VerifiedPasswords verified;
    private final Tokens tokens;
    private final SessionLog sessions;
    private final Pauses pauses;
    private final SecurityProperties.PlaintextAuth plaintextAuth;

    Logins(LoginParts parts, Throttle throttle, Pauses pauses) {
        this.directory = parts.directory();
        this.accounts = parts.accounts();
        this.appPasswords = parts.appPasswords();
        this.passwords = parts.passwords();
        this.sessions = parts.sessions();
        this.throttle = throttle;
        this.pauses = pauses;
        var properties = parts.properties();
        this.verified = new VerifiedPasswords(parts.clock(), properties.verifiedFor());
        this.tokens = new Tokens(parts.clock(), properties.tokenLife());
        this.plaintextAuth = properties.plaintextAuth();
    }

    /** What a client has shown, held against an account; one login's. */
    @FunctionalInterface
    private interface Check {
        /**
         * What it is; empty when too many hashes are being computed. A login name that is nobody's
         * costs the same work.
         */
        Optional<Shown> look(@Nullable Credential credential);
    }

    /**
     * What a client has shown.
     *
     * @param appPassword its id, where it was one
     */
    private record Shown(boolean right, @Nullable Long appPassword) {
        private static final Shown WRONG = new Shown(false, null);

        static Shown password(boolean right) {
            return right ? new Shown(true, null) : WRONG;
        }

        static Shown appPassword(Optional<Long> id) {
            return id.map(one -> new Shown(true, one)).orElse(WRONG);
        }
    }

    /**
     * Checks a password: the account's own, or for mail programs an app password. May take up to
     * the throttle's delay; holds no database connection meanwhile.
     *
     * @param login the address in any case, at most 320 octets
     * @param password at most 1024 octets in UTF-8, longer ones are refused unhashed
     */
    public LoginResult password(Login from, String login, String password) {
        return attempt(from, login, credential -> look(from, credential, password));
    }

    /**
     * Checks what a SCRAM client has shown, in the same way.
     *
     * @param proof made with {@link #salt} of the same name
     */
    LoginResult scram(Login from, String login, ScramProof proof) {
        return attempt(from, login, credential -> Optional.of(shown(from, credential, proof)));
    }

    /** What the password of this login name is mixed with, be it anybody's or not. RFC 5802 §9. */
    byte[] salt(String login) {
        return passwords.salt(canonical(login).orElse(login));
    }

    /**
     * Checks an app password that came as a bearer token, in the same way. An identity provider of
     * somebody else's would be asked here: decision 0068.
     */
    LoginResult bearer(Login from, String login, String token) {
        return attempt(
                from,
                login,
                credential -> Optional.of(Shown.appPassword(appPassword(from, credential, token))));
    }

    private LoginResult attempt(Login from, String login, Check check) {
        var name = canonical(login);
        for (int holds = 0; holds < MOST_HOLDS; holds++) {
            switch (throttle.ask(from.remote(), name.orElse(""))) {
                case Throttle.Verdict.Admit admit -> {
                    return admitted(from, name.orElse(null), check, admit);
                }
                case Throttle.Verdict.Hold hold -> pauses.pause(hold.lookAgain());
                case Throttle.Verdict.Refuse refuse -> {
                    return throttled(from, name.orElse(null), refuse.retryAfter());
                }
            }
        }
        return throttled(from, name.orElse(null), BUSY);
    }

    private LoginResult admitted(
            Login from, @Nullable String name, Check check, Throttle.Verdict.Admit admit) {
        var attempt = admit.attempt();
        try {
            pauses.pause(admit.delay());
            var credential =
                    name == null ? Optional.<Credential>empty() : directory.credential(name);
            var shown = check.look(credential.orElse(null));
            if (shown.isEmpty()) {
                return throttled(from, name, BUSY);
            }
            if (credential.isPresent()
                    && shown.get().right()
                    && credential.get().account().enabled()) {
                attempt.succeeded();
                return accepted(from, credential.get().account(), shown.get().appPassword());
            }
            attempt.failed();
            return refused(from, name, credential.map(Credential::account).orElse(null));
        } finally {
            attempt.abandoned(); // unless it has ended above
        }
    }

    private Optional<Shown> look(Login from, @Nullable Credential credential, String password) {
        if (Passwords.tooLong(password)) {
            return Optional.of(Shown.WRONG);
        }
        if (from.byMailProgram() && AppPasswordText.looksLike(password)) {
            var app = appPassword(from, credential, password);
            if (app.isPresent()) {
                return Optional.of(Shown.appPassword(app));
            }
        }
        return isMainPassword(credential, password)
                .map(right -> Shown.password(right && mainPasswordOpens(from, credential)));
    }

    private static boolean mainPasswordOpens(Login from, @Nullable Credential credential) {
        return credential != null && !(from.byMailProgram() && credential.appPasswordsOnly());
    }

    private Optional<Long> appPassword(Login from, @Nullable Credential credential, String text) {
        var account = credential == null ? null : credential.account().id();
        var found = appPasswords.find(account, AppPasswordText.digest(text));
        if (account != null) {
            found.ifPresent(id -> appPasswords.used(account, id, from.service(), from.remote()));
        }
        return found.filter(_ -> account != null);
    }

    private Shown shown(Login from, @Nullable Credential credential, ScramProof proof) {
        var account = credential == null ? null : credential.account().id();
        var kept = credential == null ? null : KeptPassword.parse(credential.passwordHash());
        var main = kept == null || kept.scram() == null ? NOBODYS_KEYS : kept.scram();
        if (proof.shows(main) && mainPasswordOpens(from, credential)) {
            return Shown.password(true);
        }
        for (var app : appPasswords.scramKeys(account)) {
            if (account != null && proof.shows(new ScramKeys(app.storedKey(), app.serverKey()))) {
                appPasswords.used(account, app.id(), from.service(), from.remote());
                return Shown.appPassword(Optional.of(app.id()));
            }
        }
        return Shown.WRONG;
    }

    private Optional<Boolean> isMainPassword(@Nullable Credential credential, String password) {
        if (credential == null) {
            return passwords.matchesNobody(password);
        }
        if (verified.contains(credential, password)) {
            return Optional.of(true);
        }
        var right = passwords.matches(password, credential.passwordHash());
        if (right.orElse(false)) {
            verified.add(renewed(credential, password), password);
        }
        return right;
    }

    /** The credential with a stronger hash, or keys for SCRAM, if it lacked them. */
    private Credential renewed(Credential credential, String password) {
        var account = credential.account();
        var old = credential.passwordHash();
        var renewed = passwords.renewed(account.address(), password, old);
        renewed.ifPresent(hash -> accounts.rehash(account.id(), old, hash));
        return new Credential(account, renewed.orElse(old), credential.appPasswordsOnly());
    }

    /** Refuses what was wrong before anything was shown; counted like a wrong password. */
    LoginResult refused(Login from, String login) {
        return attempt(from, login, _ -> Optional.of(Shown.WRONG));
    }

    /**
     * Checks an internal token, given by {@link #token(AccountId)}: only for connections of this
     * process's own web layer.
     *
     * @param login the address the token must belong to
     */
    public LoginResult token(Login from, String login, String token) {
        var name = canonical(login);
        var account = name.flatMap(directory::accountByLogin);
        var claim = tokens.read(token);
        return account.isPresent() && claim.isPresent() && claim.get().holdsFor(account.get())
                ? new LoginResult.Accepted(account.get(), null) // noted when it signed in
                : refused(from, name.orElse(null), account.orElse(null));
    }

    /**
     * False once what a session was opened with opens none any more: the password has changed, the
     * app password is revoked, the account disabled or gone. Sessions ask now and then, or who
     * stole a telephone reads on.
     */
    public boolean stillHolds(LoginResult.Accepted login) {
        var then = login.account();
        var now = directory.account(then.id()).filter(Account::enabled);
        var app = login.appPassword();
        return now.isPresent()
                && now.get().credentials() == then.credentials()
                && (app == null || appPasswords.exists(then.id(), app));
    }

    /**
     * A token for the internal listeners: signed with a key of this process, good for a few
     * minutes, and no longer than the account's credentials stay as they are.
     *
     * @throws NoSuchElementException the account has been deleted
     */
    public String token(AccountId account) {
        return tokens.issue(directory.account(account).orElseThrow());
    }

    /**
     * True where a password may be sent: over TLS, or as {@code bocau.security.plaintext-auth}
     * allows.
     */
    public boolean passwordAllowed(Login from) {
        return from.secure()
                || switch (plaintextAuth) {
                    case ALWAYS -> true;
                    case LOOPBACK -> from.remote().isLoopbackAddress();
                    case NEVER -> false;
                };
    }

    private LoginResult accepted(Login from, Account account, @Nullable Long appPassword) {
        note(account.id(), from, account.address().toString(), Outcome.ACCEPTED);
        return new LoginResult.Accepted(account, appPassword);
    }

    private LoginResult refused(Login from, @Nullable String name, @Nullable Account account) {
        note(account == null ? null : account.id(), from, name, Outcome.REFUSED);
        return new LoginResult.Refused();
    }

    private LoginResult throttled(Login from, @Nullable String name, Duration retryAfter) {
        note(null, from, name, Outcome.THROTTLED);
        return new LoginResult.Throttled(retryAfter);
    }

    private void note(
            @Nullable AccountId account, Login from, @Nullable String name, Outcome outcome) {
        log.info(
                "login {} {} by {} from {}",
                from.service(),
                outcome.name().toLowerCase(Locale.ROOT),
                name == null ? "(no address)" : name,
                from.remote().getHostAddress());
        sessions.add(account, from, name, outcome);
    }

    /** The login name as an address; empty when it is none and so cannot be anybody's. */
    private static Optional<String> canonical(String login) {
        if (login.length() > LONGEST_LOGIN) {
            return Optional.empty();
        }
        try {
            return Optional.of(EmailAddress.parse(login.strip()).canonical().toString());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Whether the account's owner has logged in from there before. */
    static boolean known(
            Directory directory, SessionLog sessions, String name, InetAddress remote) {
        return directory
                .accountByLogin(name)
                .map(account -> sessions.known(account.id(), remote))
                .orElse(false);
    }
}
