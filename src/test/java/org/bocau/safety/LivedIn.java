package org.bocau.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;

/** An account that somebody has lived in: something of everything there is. */
final class LivedIn {
    private final TestServer server;
    private final TestAccount account;
    private final WebVisitor owner;

    private LivedIn(TestServer server, TestAccount account) {
        this.server = server;
        this.account = account;
        this.owner = WebVisitor.signedIn(server, account);
    }

    /** Fills it, by the pages themselves; its owner stays signed in. */
    static WebVisitor furnish(TestServer server, TestAccount account) throws IOException {
        var place = new LivedIn(server, account);
        place.mail();
        place.writing();
        place.things();
        return place.owner;
    }

    private void mail() throws IOException {
        letter(
                "Lan <lan@example.net>",
                "Ảnh Đà Lạt",
                "text/html; charset=utf-8",
                "<h1>Đà Lạt</h1><p><a href='https://example.net'>Xem ảnh</a></p><img src='https://example.net/a.png' alt='Hồ'>");
        letter(
                "Daniel <daniel@example.com>",
                "Re: Contract",
                "text/plain; charset=utf-8",
                "Fine with me.\n\n> Shall we sign?\n> An");
        letter(
                "Kế toán <ketoan@example.vn>",
                "Hoá đơn",
                "multipart/mixed; boundary=b",
                "--b\nContent-Type: text/plain\n\nXem tệp.\n--b\nContent-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment\n\nx\n--b--");
        var own = new MailAccount(account.id(), account.login(), "An");
        server.bean(FolderStore.class).create(own, null, "Dự án 2027");
    }

    private void letter(String from, String subject, String type, String content)
            throws IOException {
        server.deliver(
                account.login(),
                Letters.octets(
                        """
                        From: %s
                        To: %s, Hoa <hoa@example.org>
                        Subject: %s
                        MIME-Version: 1.0
                        Content-Type: %s

                        %s
                        """
                                .formatted(from, account.login(), subject, type, content)));
    }

    private void writing() {
        owner.get("/compose");
        post(
                "/compose",
                "action",
                "save",
                "from",
                account.login(),
                "subject",
                "Bản nháp",
                "to",
                "lan@example.net",
                "body",
                "Chào Lan");
        owner.get("/compose");
        post(
                "/compose",
                "action",
                "send",
                "from",
                account.login(),
                "subject",
                "Gửi ra ngoài",
                "to",
                "lan@elsewhere.example",
                "body",
                "Chào Lan");
    }

    private void things() {
        owner.get("/settings/security");
        owner.submit("/settings/security", "name", "Điện thoại", "password", account.password());
        post("/contacts", "version", "0", "name", "Lan", "addresses", "lan@example.net");
        post("/search/saved", "name", "Hoá đơn", "query", "subject:hoá");
        post("/labels/new", "name", "Gấp", "colour", "red");
        post("/settings/identities/new", "name", "An ở nhà", "address", account.login());
        post("/settings/templates/new", "name", "Cảm ơn", "text", "Cảm ơn bạn.");
    }

    private void post(String path, String... fields) {
        owner.get("/mail/inbox");
        var answer = owner.post(path, fields);
        assertThat(answer.status()).as("%s: %s", path, List.of(fields)).isEqualTo(200);
    }
}
