package org.bocau.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bocau.account.Accounts;
import org.bocau.account.Aliases;
import org.bocau.account.CapabilityMasks;
import org.bocau.account.Directory;
import org.bocau.account.Domains;
import org.bocau.account.MailingLists;
import org.bocau.account.NewAccount;
import org.bocau.mailbox.Flags;
import org.bocau.mailbox.Incoming;
import org.bocau.mailbox.MailStore;
import org.bocau.mailbox.Mailboxes;
import org.bocau.message.EmailAddress;
import org.bocau.message.MimeParser;
import org.bocau.message.Spools;
import org.bocau.net.Listeners;
import org.bocau.security.Passwords;
import org.junit.jupiter.api.DynamicTest;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * The running application as one test sees it: shared by all tests of the JVM, with a domain that
 * is this test's alone.
 */
public final class TestServer implements Transcript.Stage {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Everybody's password. */
    public static final String PASSWORD = "bay-cao-bay-xa-7";

    /** Argon2id at its cheapest: tests log in a thousand times. */
    private static final String HASH =
            "{argon2}" + new Argon2PasswordEncoder(16, 32, 1, 64, 1).encode(PASSWORD);

    private final RunningApplication application;
    private final String domain = "test" + NUMBER.incrementAndGet() + ".example";
    private final Map<String, TestAccount> accounts = new HashMap<>();

    private TestServer(RunningApplication application) {
        this.application = application;
    }

    /** A new view of the application, which is started if this is the first. */
    public static TestServer shared() {
        return new TestServer(RunningApplication.get());
    }

    /**
     * Fails if something went wrong in the application since the last call, whoever caused it.
     *
     * @param expected log messages that contain one of these are excused
     */
    static void requireSound(List<String> expected) {
        var problems = RunningApplication.get().watch().problems(expected);
        if (!problems.isEmpty()) {
            throw new AssertionError(
                    "the application is not sound:\n" + String.join("\n", problems));
        }
    }

    @Override
    public int port(String service) {
        return bean(Listeners.class).port(service);
    }

    /** Where the web is. */
    public URI web() {
        var port = application.context().getEnvironment().getProperty("local.server.port");
        return URI.create("http://localhost:" + Objects.requireNonNull(port));
    }

    public <T> T bean(Class<T> type) {
        return application.context().getBean(type);
    }

    public <T> T bean(String name, Class<T> type) {
        return application.context().getBean(name, type);
    }

    /** Of a bean that need not be there. */
    public <T> ObjectProvider<T> provider(Class<T> type) {
        return application.context().getBeanProvider(type);
    }

    /** For looking, not for making: what is under test writes the rows. */
    public JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    @Override
    public String domain() {
        return domain;
    }

    /** The account of this name in this test's domain, made when first asked for. */
    public TestAccount account(String name) {
        return accounts.computeIfAbsent(name, this::create);
    }

    /** The same as an administrator. */
    public TestAccount administrator(String name) {
        return accounts.computeIfAbsent(name, _ -> create(addressOf(name), true, 0));
    }

    /** The same with a limit to what it may hold. */
    public TestAccount account(String name, long quotaOctets) {
        return accounts.computeIfAbsent(name, _ -> create(addressOf(name), false, quotaOctets));
    }

    private TestAccount create(String name) {
        var address = addressOf(name);
        if (name.contains("@")) { // an earlier transcript may have had the same
            bean(Directory.class)
                    .accountByLogin(address.toString())
                    .ifPresent(earlier -> bean(Accounts.class).delete(earlier.id()));
        }
        return create(address, false, 0);
    }

    private TestAccount create(EmailAddress address, boolean administrator, long quotaOctets) {
        requireDomain(address.domain());
        var hash = bean(Passwords.class).withScram(address, HASH, PASSWORD);
        var wanted = new NewAccount(address, "", hash, administrator, quotaOctets);
        var account = bean(Accounts.class).create(wanted);
        return new TestAccount(account.id(), account.address(), PASSWORD);
    }

    private void requireDomain(String name) {
        if (!bean(Directory.class).isLocalDomain(name)) {
            bean(Domains.class).create(name);
        }
    }

    private EmailAddress addressOf(String name) {
        return EmailAddress.parse(name.contains("@") ? name : name + "@" + domain);
    }

    @Override
    public String address(String name) {
        return account(name).login();
    }

    @Override
    public String address(String name, long quotaOctets) {
        return account(name, quotaOctets).login();
    }

    @Override
    public void mask(String address, List<String> capabilities) {
        var account = bean(Directory.class).accountByLogin(address).orElseThrow();
        bean(CapabilityMasks.class).replace(account.id(), capabilities);
    }

    @Override
    public String password() {
        return PASSWORD;
    }

    @Override
    public String alias(String name, List<String> targets) {
        var address = addressOf(name);
        requireDomain(address.domain());
        bean(Aliases.class).create(address, targets.stream().map(this::addressOf).toList());
        return address.toString();
    }

    @Override
    public String list(String name, List<String> members) {
        var address = addressOf(name);
        requireDomain(address.domain());
        var addresses = members.stream().map(this::addressOf).toList();
        bean(MailingLists.class).create(address, name, addresses);
        return address.toString();
    }

    /** Puts a message into an account's INBOX, past SMTP. */
    @Override
    public void deliver(String address, String message) throws IOException {
        deliver(address, message.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Puts a message into an account's INBOX, past SMTP. */
    public void deliver(String address, byte[] message) throws IOException {
        deliver(address, message, Flags.NONE, bean(Clock.class).instant());
    }

    /** The same with flags and a date of its own. */
    public void deliver(String address, byte[] message, Flags flags, Instant at)
            throws IOException {
        put("INBOX", address, message, flags, at);
    }

    /** Puts a message into a mailbox of an account, as another program of its owner would. */
    public void put(String mailbox, String address, byte[] message, Flags flags, Instant at)
            throws IOException {
        var owner = bean(Directory.class).accountByLogin(address).orElseThrow().id();
        var place = bean(Mailboxes.class).find(owner, mailbox).orElseThrow().id();
        try (var spool = bean(Spools.class).create()) {
            try (var out = spool.out()) {
                out.write(message);
            }
            var incoming = new Incoming(place, spool, MimeParser.parse(spool), flags, at);
            bean(MailStore.class).append(List.of(incoming), 0);
        }
    }

    /**
     * A test for each transcript of a folder, each in a domain of its own. {@code
     * -Dtranscript=store,fetch} plays only those whose name contains one of the texts.
     */
    public static Stream<DynamicTest> transcripts(String folder) {
        var chosen = List.of(System.getProperty("transcript", "").split(",", -1));
        return Transcript.all(folder)
                .filter(transcript -> chosen.stream().anyMatch(transcript.name()::contains))
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> shared().play(one)));
    }

    /** Plays a transcript and looks at the application after it. */
    public void play(Transcript transcript) throws IOException {
        application.watch().forget(); // unit tests in this JVM may have logged errors on purpose
        transcript.play(this);
        requireSound(List.of());
    }
}
