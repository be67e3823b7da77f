package org.bocau.compose;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.bocau.account.AccountId;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MimePart;
import org.bocau.markup.FlowedText;
import org.bocau.markup.HtmlText;
import org.bocau.markup.PlainText;
import org.bocau.message.Spools;
import org.bocau.preferences.Identity;
import org.bocau.webmail.PartText;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages as they are built and answered. */
class ComposingTest {
    private static final MailAccount AN =
            new MailAccount(new AccountId(1), "an@example.org", "Nguyễn An");
    private static final Identity FROM =
            new Identity(0, "Nguyễn An", "an@example.org", "", "", "", true);
    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    @TempDir Path directory;

    private static ComposeForm form(String to, String subject, String body) {
        return new ComposeForm(
                "",
                to,
                "",
                "secret@example.org",
                subject,
                body,
                "",
                "",
                List.of(),
                null,
                "",
                "<a@b>",
                "<z@b> <a@b>",
                "");
    }

    private static MimeMessage built(Composition composition) throws Exception {
        var session = Session.getInstance(new Properties());
        var message = new MessageBuilder(session).build(composition, NOW, null);
        var octets = new ByteArrayOutputStream();
        message.writeTo(octets);
        return new MimeMessage(session, new ByteArrayInputStream(octets.toByteArray()));
    }

    @Test
    void buildsAFlowedTextMessage() throws Exception {
        var long_ =
                "Một dòng dài hơn bảy mươi hai ký tự, để xem nó có được ngắt mềm như RFC 3676 đòi hỏi hay không.";
        var message =
                built(
                        Composition.of(
                                AN,
                                FROM,
                                form("Bình <binh@example.org>", "Chào — thử", long_),
                                List.of()));
        assertThat(message.getSubject()).isEqualTo("Chào — thử");
        assertThat(((InternetAddress) message.getFrom()[0]).getPersonal()).isEqualTo("Nguyễn An");
        assertThat(message.getContentType()).contains("format=flowed").contains("utf-8");
        assertThat(FlowedText.unflow((String) message.getContent(), false))
                .extracting(PlainText.Line::text)
                .containsExactly(long_);
        assertThat(message.getHeader("In-Reply-To", null)).isEqualTo("<a@b>");
        assertThat(message.getHeader("References", null)).contains("<z@b>").contains("<a@b>");
        assertThat(message.getMessageID()).matches("<[0-9a-f-]{36}@example\\.org>");
        assertThat(message.getSentDate()).isEqualTo(NOW);
    }

    @Test
    void carriesFilesUnchanged() throws Exception {
        var content = new byte[300_000];
        new Random(7).nextBytes(content);
        try (var spool = new Spools(directory, 1024).create()) {
            try (var out = spool.out()) {
                out.write(content);
            }
            var upload =
                    new Upload(
                            "id", AN.id(), "bảng kê.bin", "application/octet-stream", spool, NOW);
            var message =
                    built(
                            Composition.of(
                                    AN,
                                    FROM,
                                    form("x@example.org", "s", "t").withAttachments(List.of("id")),
                                    List.of(upload)));
            var part = ((MimeMultipart) message.getContent()).getBodyPart(1);
            assertThat(part.getFileName()).isEqualTo("bảng kê.bin");
            assertThat(part.getInputStream().readAllBytes()).isEqualTo(content);
        }
    }

    @Tag("T39")
    @Test
    void noHeaderFieldComesFromWhatIsTyped() throws Exception {
        var form =
                ComposeForm.to("x@example.org", "", "a\r\nBcc: evil@example.org\r\n\r\nbody", "t")
                        .withThread("<a@b>\r\nX-Evil: 1", List.of("<a@b>\r\nX-Evil: 2\r\n"));
        var message = built(Composition.of(AN, FROM, form, List.of()));
        assertThat(message.getHeader("X-Evil")).isNull();
        assertThat(message.getHeader("Bcc")).isNull();
        assertThat(message.getAllRecipients()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "Hello, Re: Hello",
        "Re: Hello, Re: Hello",
        "RE: Fwd: re[2]: Hello, Re: Hello",
        "'TL: Chào', 'Re: Chào'",
        "Report: x, Re: Report: x"
    })
    void subjectsHaveOnePrefix(String subject, String answer) {
        assertThat(Quoting.subject("Re: ", subject)).isEqualTo(answer);
    }

    @Test
    void readsMailtoAddresses() { // RFC 6068 §6
        var form =
                Mailto.form(
                        "mailto:an@example.org,b%40x@example.org?cc=c@example.org&subject=a%20b&body=l1%0D%0Al2&attach=/etc/passwd");
        assertThat(form.to()).isEqualTo("an@example.org,b@x@example.org");
        assertThat(form.cc()).isEqualTo("c@example.org");
        assertThat(form.subject()).isEqualTo("a b");
        assertThat(form.body()).isEqualTo("l1\r\nl2");
        assertThat(form.attachments()).isEmpty();
        assertThat(Mailto.form("mailto:a+b@example.org").to()).isEqualTo("a+b@example.org");
    }

    @Test
    void textOfHtmlKeepsItsLines() {
        assertThat(
                        HtmlText.of(
                                "<style>x{}</style><p>Một</p><p>Hai<br>ba</p><blockquote>trích</blockquote><ul><li>x</ul>"))
                .isEqualTo("Một\n\nHai\nba\n\n> trích\n\n• x\n");
    }

    @Test
    void textPartsAreDecodedWhateverTheyClaim() {
        var part =
                new MimePart(
                        "1",
                        "text/plain",
                        "iso-8859-1",
                        false,
                        false,
                        "quoted-printable",
                        9,
                        null,
                        null,
                        null,
                        List.of(),
                        null);
        var octets = "caf=E9 =".getBytes(StandardCharsets.US_ASCII);
        assertThat(PartText.decode(part, new ByteArrayInputStream(octets), 100).text())
                .isEqualTo("café ");
        assertThat(PartText.charset("x-unknown-zzz")).isEqualTo(StandardCharsets.UTF_8);
    }
}
