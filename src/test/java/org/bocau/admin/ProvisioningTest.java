package org.bocau.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bocau.account.Aliases;
import org.bocau.account.Directory;
import org.bocau.account.MailingLists;
import org.bocau.database.StartupRefusal;
import org.bocau.mailbox.Mailboxes;
import org.bocau.message.EmailAddress;
import org.bocau.security.Login;
import org.bocau.security.LoginResult;
import org.bocau.security.Logins;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that makes what is missing, reports what differs and deletes nothing. */
@IntegrationTest
class ProvisioningTest {
    private static final String EVERYTHING =
            """
            domains: [DOMAIN]
            accounts:
              - {address: An@DOMAIN, name: An, password: secret-1, admin: true, quota: 5GB}
              - {address: binh@DOMAIN, name: Bình, passwordHash: "{argon2}$argon2id$v=19$m=64,t=1,p=1$0RUH2bkvlvnwFCGRm7FUUA$EP6Yg5fMw6JtkbmaxZ0n6BDMRw8X8MhDqVyYvFQVr7c"}
            aliases:
              - {address: everyone@DOMAIN, to: [sales@DOMAIN, staff@DOMAIN]}
              - {address: sales@DOMAIN, to: [an@DOMAIN, Boss@elsewhere.example]}
            lists:
              - {address: staff@DOMAIN, name: Staff, members: [an@DOMAIN, binh@DOMAIN]}
            """;

    @TempDir Path directory;

    private final TestServer server;
    private final Provisioning provisioning;

    ProvisioningTest(TestServer server) {
        this.server = server;
        this.provisioning = server.bean(Provisioning.class);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(
                directory.resolve("provision.yaml"), text.replace("DOMAIN", server.domain()));
    }

    private EmailAddress at(String localPart) {
        return EmailAddress.parse(localPart + "@" + server.domain());
    }

    @Test
    void makesWhatIsMissingAndThenNothing() throws IOException {
        var file = file(EVERYTHING);

        assertThat(provisioning.apply(file)).hasSize(6).allMatch(line -> line.startsWith("made "));
        assertThat(provisioning.apply(file)).isEmpty();

        var an = server.bean(Directory.class).accountByLogin("an@" + server.domain());
        assertThat(an).get().matches(a -> a.administrator() && a.quotaOctets() == 5L << 30);
        assertThat(an).get().matches(a -> a.name().equals("An"));
        assertThat(server.bean(Mailboxes.class).find(an.orElseThrow().id(), "INBOX")).isPresent();
        assertThat(server.bean(Aliases.class).find(at("everyone"))).isPresent();
        assertThat(server.bean(MailingLists.class).find(at("staff")))
                .get()
                .matches(list -> list.members().size() == 2);
        var from = new Login("web", InetAddress.getLoopbackAddress(), false);
        assertThat(server.bean(Logins.class).password(from, at("an").toString(), "secret-1"))
                .isInstanceOf(LoginResult.Accepted.class);
    }

    @Test
    void reportsWhatDiffersAndLeavesItAsItIs() throws IOException {
        provisioning.apply(file(EVERYTHING));

        var report =
                provisioning.apply(
                        file(
                                """
                                accounts:
                                  - {address: an@DOMAIN, name: Anna, password: other-one, quota: 1GB}
                                  - {address: sales@DOMAIN, password: other-one}
                                aliases:
                                  - {address: sales@DOMAIN, to: [binh@DOMAIN]}
                                lists:
                                  - {address: staff@DOMAIN, members: [binh@DOMAIN, an@DOMAIN]}
                                """));

        var d = server.domain();
        assertThat(report)
                .containsExactly(
                        "account an@%s: name is An, in the file Anna; left as it is".formatted(d),
                        "account an@%s: quota is 5368709120, in the file 1073741824; left as it is"
                                .formatted(d),
                        "sales@%s is an alias here, in the file an account; left as it is"
                                .formatted(d),
                        "alias sales@%s: to is [Boss@elsewhere.example, an@%s], in the file [binh@%s]; left as it is"
                                .formatted(d, d, d));
        assertThat(server.bean(Aliases.class).find(at("sales")))
                .get()
                .matches(alias -> alias.targets().contains(at("an")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accounts: [{address: an@DOMAIN, pasword: secret-1}]| line 2, accounts[1]: unknown key \"pasword\"",
                "acounts: []| line 2: unknown key \"acounts\"",
                "accounts: {address: an@DOMAIN}| line 2, accounts: should be a list",
                "accounts: [an@DOMAIN]| line 2, accounts[1]: should be a map with",
                "accounts: [{password: secret-1}]| line 2, accounts[1]: \"address\" is missing",
                "accounts: [{address: an@DOMAIN}]| line 2, accounts[1]: give either password or passwordHash",
                "accounts: [{address: an, password: secret-1}]| line 2, accounts[1].address: \"an\" is no address",
                "accounts: [{address: an@nowhere.example, password: secret-1}]| line 2, accounts[1]: address: nowhere.example is not a domain of this server",
                "accounts: [{address: an@DOMAIN, password: short}]| line 2, accounts[1]: password:",
                "accounts: [{address: an@DOMAIN, passwordHash: '{noop}x'}]| line 2, accounts[1]: passwordHash:",
                "accounts: [{address: an@DOMAIN, password: secret-1, quota: many}]| line 2, accounts[1].quota: \"many\" is no size",
                "accounts: [{address: an@DOMAIN, password: secret-1, admin: maybe}]| line 2, accounts[1].admin: \"maybe\" is neither",
                "accounts: [{address: an@DOMAIN, password: a-secret, password: a-secret}]| line 2, accounts[1]: \"password\" stands there twice",
                "aliases: [{address: a@DOMAIN, to: [nobody@DOMAIN]}]| line 2, aliases[1]: targets: nobody@DOMAIN",
                "aliases: [{address: a@DOMAIN, to: []}]| line 2, aliases[1]: targets:",
                "aliases: [{address: a@DOMAIN, to: x@elsewhere.example}]| line 2, aliases[1].to: should be a list",
                "lists: [{address: l@DOMAIN, members: [l@DOMAIN]}]| line 2, lists[1]: members: l@DOMAIN",
                "accounts: [{address: an@DOMAIN, password: !!java.io.File [x]}]| line 2: Global tag is not allowed",
                "accounts: [| line 3: ",
                "a: &a [*a, *a]| the file: Number of aliases"
            })
    void aMistakeIsOneSentenceAndLeavesNothing(String text, String mistake) throws IOException {
        var file = file("domains: [DOMAIN]\n" + text + "\n");

        assertThatThrownBy(() -> provisioning.apply(file))
                .isInstanceOf(StartupRefusal.class)
                .hasMessageStartingWith("bocau.provision: " + file + ", ")
                .hasMessageContaining(mistake.replace("DOMAIN", server.domain()))
                .hasMessageEndingWith(".")
                .message()
                .doesNotContain("secret-1", "\n");
        assertThat(server.bean(Directory.class).isLocalDomain(server.domain())).isFalse();
    }

    @Test
    void anEmptyFileIsNothing() throws IOException {
        assertThat(provisioning.apply(file(""))).isEmpty();
        assertThat(provisioning.apply(file("# nothing yet\naccounts:\n"))).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadIsOneSentence() throws IOException {
        assertThatThrownBy(() -> provisioning.apply(directory.resolve("missing.yaml")))
                .isInstanceOf(StartupRefusal.class)
                .hasMessageEndingWith("missing.yaml cannot be read.");
        var latin = Files.write(directory.resolve("latin.yaml"), new byte[] {(byte) 0xe9, '\n'});
        assertThatThrownBy(() -> provisioning.apply(latin)).hasMessageContaining("is not UTF-8");
    }
}
