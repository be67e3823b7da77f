package org.bocau.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.bocau.account.AccountId;
import org.bocau.account.Accounts;
import org.bocau.account.Directory;
import org.bocau.account.Domains;
import org.bocau.account.NewAccount;
import org.bocau.mailbox.Incoming;
import org.bocau.mailbox.MailStore;
import org.bocau.mailbox.Mailboxes;
import org.bocau.message.EmailAddress;
import org.bocau.message.MimeParser;
import org.bocau.message.Spools;
import org.bocau.security.Passwords;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Profile {@code demo}: instead of the set-up two accounts, an administrator and their mail, on the
 * first start. The passwords are known to everybody, so the profile listens on this machine only
 * ({@code application-demo.yml}).
 */
@Component
@Profile("demo")
@Order(0)
class Demo implements ApplicationRunner {
    private static final String DOMAIN = "example.org";
    private static final String PASSWORD = "bo-cau-dua-thu";

    private final Directory directory;
    private final Domains domains;
    private final Accounts accounts;
    private final Passwords passwords;
    private final Mailboxes mailboxes;
    private final MailStore store;
    private final Spools spools;
    private final Clock clock;

    Demo(
            Directory directory,
            Domains domains,
            Accounts accounts,
            Passwords passwords,
            Mailboxes mailboxes,
            MailStore store,
            Spools spools,
            Clock clock) {
        this.directory = directory;
        this.domains = domains;
        this.accounts = accounts;
        this.passwords = passwords;
        this.mailboxes = mailboxes;
        this.store = store;
        this.spools = spools;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException {
        if (!directory.isLocalDomain(DOMAIN)) {
            domains.create(DOMAIN);
            create("admin", "Bồ Câu", true);
            create("an", "Nguyễn Thị An", false);
            create("binh", "Trần Bình", false);
            for (var item : DemoMail.all(clock.instant())) {
                file(item);
            }
        }
        announce();
    }

    private void create(String name, String displayName, boolean administrator) {
        var address = new EmailAddress(name, DOMAIN);
        var hash = passwords.hash(address, PASSWORD);
        accounts.create(new NewAccount(address, displayName, hash, administrator, 0));
    }

    private void file(DemoMail.Item item) throws IOException {
        AccountId owner = directory.accountByLogin(item.login() + "@" + DOMAIN).orElseThrow().id();
        var mailbox = mailboxes.find(owner, item.mailbox()).orElseThrow();
        try (var spool = spools.create()) {
            try (var out = spool.out()) {
                out.write(item.text().getBytes(StandardCharsets.UTF_8));
            }
            var message =
                    new Incoming(
                            mailbox.id(), spool, MimeParser.parse(spool), item.flags(), item.at());
            store.append(List.of(message), 0);
        }
    }

    /** On standard output and not in the log: it is for the person at the terminal. */
    @SuppressWarnings("SystemOut")
    private static void announce() {
        System.out.println(
                "Demo accounts: an@"
                        + DOMAIN
                        + ", binh@"
                        + DOMAIN
                        + ", admin@"
                        + DOMAIN
                        + " (administrator); password of all: "
                        + PASSWORD);
    }
}
