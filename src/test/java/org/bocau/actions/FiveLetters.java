package org.bocau.actions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;

/** An inbox of five letters, the invoice on top. */
final class FiveLetters {
    private FiveLetters() {}

    static TestAccount arrive(TestServer server) throws IOException {
        var an = server.account("an");
        deliver(server, an, "Nguyễn Văn Hùng <hung@example.net>", "Lịch họp tuần sau");
        deliver(server, an, "Lan <lan@example.net>", "Ảnh Đà Lạt");
        deliver(server, an, "Lighthouse Weekly <news@lighthouse.example>", "Twelve lighthouses");
        deliver(server, an, "Ban quản trị <ops@example.net>", "Bảo trì đêm nay");
        deliver(server, an, "Emma Clarke <emma@example.com>", "Invoice for October");
        return an;
    }

    static void deliver(TestServer server, TestAccount to, String from, String subject)
            throws IOException {
        var message =
                "From: "
                        + from
                        + "\r\nTo: an@example.org\r\nSubject: "
                        + subject
                        + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                        + "Chào An,\r\n\r\nHẹn gặp lại.\r\n";
        server.deliver(to.login(), message.getBytes(StandardCharsets.UTF_8));
    }
}
