package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Charsets, search text, previews and attachments of whole messages. */
class TextExtractionTest {
    private static byte[] octets(String header, byte[] body) {
        var out = new ByteArrayOutputStream();
        out.writeBytes((Messages.crlf(header) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        out.writeBytes(body);
        return out.toByteArray();
    }

    /** As SEARCH sees it. */
    private static String text(String header, byte[] body) {
        return Messages.bodyText(octets(header, body));
    }

    /** Charsets that Java lacks; the octets as printable ones and {@code =XX}. */
    @ParameterizedTest
    @CsvSource({
        "viscii, Th=DF m=B6i Ti=AAng Vi=AEt =02=05, Thư mời Tiếng Việt ẲẴ",
        "csVISCII, =D0=F0=DE, Đđỡ",
        "x-viet-tcvn5712, Th=AD m=EAi Ti=D5ng Vi=D6t =01, Thư mời Tiếng Việt Ú",
        "TCVN, =A7=AEa=B3, Đđá",
        "utf-7, Hi Mom +Jjo--!+AD4-, Hi Mom ☺-!>",
        "UTF-7, Th+AbA m+HtsAaQ +- 1, Thư mới + 1",
        "unicode-1-1-utf-7, A+ImIDkQ.  +2D3eAA-, A≢Α.  😀",
        "utf-7, =C3=A9+2D0-x, \ufffd\ufffd\ufffdx",
    })
    void readsCharsetsOfOldMail(String label, String quoted, String text) {
        var header =
                "Content-Type: text/plain; charset=\""
                        + label
                        + "\"\nContent-Transfer-Encoding: quoted-printable";
        assertThat(text(header, quoted.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(SearchText.caseless(text));
    }

    @ParameterizedTest
    @CsvSource({
        "utf-8, utf-8, Thư mới",
        "UTF8, utf-8, Thư mới",
        "iso-8859-1, windows-1252, “café”", // labelled as what it is a superset of
        "us-ascii, utf-8, Thư mới",
        "us-ascii, windows-1252, café",
        "'', utf-8, Thư mới",
        "x-unknown, windows-1252, café",
        "${jndi:ldap://x}, utf-8, Thư mới",
        "iso-8859-2, iso-8859-2, Łódź",
        "windows-1258, windows-1258, đơn",
        "koi8-r, koi8-r, Привет",
        "gb2312, gb18030, 你好",
        "GB18030, gb18030, 你好",
        "big5, big5, 你好",
        "euc-kr, euc-kr, 안녕",
        "ks_c_5601-1987, x-windows-949, 안녕",
        "iso-2022-jp, iso-2022-jp, こんにちは",
        "shift_jis, windows-31j, こんにちは①",
        "utf-16, utf-16, Thư",
    })
    void readsCharsets(String label, String written, String text) {
        var octets = text.getBytes(Charset.forName(written));
        var header =
                label.isEmpty()
                        ? "Subject: x"
                        : "Content-Type: text/plain; charset=\"" + label + "\"";
        var sought = SearchText.caseless(text);
        assertThat(text(header, octets)).isEqualTo(sought);
        var base64 = Base64.getMimeEncoder().encode(octets);
        assertThat(text(header + "\nContent-Transfer-Encoding: base64", base64)).isEqualTo(sought);
    }

    @Test
    void damageBecomesReplacementCharacters() {
        byte[] octets = {'a', (byte) 0xc3, '(', 0, (byte) 0xff, 'b'};
        assertThat(text("Content-Type: text/plain; charset=utf-8", octets))
                .isEqualTo("a\ufffd(\ufffdb");
    }

    @Test
    void searchTextHasAllPartsAndNestedHeaders() {
        var octets =
                Messages.crlf(
                                """
                                Subject: outer
                                Content-Type: multipart/mixed; boundary=a

                                --a
                                Content-Type: text/plain; charset=utf-8
                                Content-Transfer-Encoding: quoted-printable

                                Th=C6=B0
                                --a
                                Content-Type: text/html

                                <p>hyper<b>text</b></p>
                                --a
                                Content-Type: image/png
                                Content-Transfer-Encoding: base64

                                c2VjcmV0
                                --a
                                Content-Type: message/rfc822

                                Subject: =?utf-8?Q?b=C3=AAn?=

                                within
                                --a--
                                """)
                        .getBytes(StandardCharsets.UTF_8);
        var parsed = Messages.wellFormed(Messages.parse(octets));
        assertThat(Messages.bodyText(octets)).isEqualTo("thư\nhypertext\nsubject: bên\nwithin");
        assertThat(Messages.headerText(parsed)).contains("subject: outer\n").doesNotContain("bên");
        assertThat(parsed.preview()).isEqualTo("Thư");
        assertThat(parsed.hasAttachment()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Hello,¶¶how   are\tyou? | Hello, how are you?",
                "On Monday An wrote:¶> old¶> older¶¶Yes. | Yes.",
                "On Monday An wrote:¶¶> old¶Yes. | Yes.",
                "> only¶>> quotes | only quotes",
                "Note:¶point | Note: point",
                "Yes.¶-- ¶An, Hanoi | Yes.",
                "Yes.¶-----Original Message-----¶From: x | Yes.",
                "-- ¶An | An",
                "=====¶Title¶-----¶text | Title text",
                "a\u200b\u034f\u00adb\ufeff | ab",
                "👨\u200d👩\u200d👧 | 👨\u200d👩\u200d👧",
                "> | ``",
                "`` | ``",
            })
    void previewsWhatTheMessageSays(String body, String preview) {
        var text = "Content-Type: text/plain; charset=utf-8\n\n" + body.replace('¶', '\n');
        assertThat(Messages.wellFormed(Messages.parse(text)).preview()).isEqualTo(preview);
    }

    @Test
    void previewsAreCutBetweenCharacters() {
        var text = "Content-Type: text/plain; charset=utf-8\n\n" + "x" + "😀".repeat(300);
        assertThat(Messages.wellFormed(Messages.parse(text)).preview())
                .isEqualTo("x" + "😀".repeat(127));
    }

    /** The parser reads little for it at first: where it reads more, nothing may change. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 60})
    void previewsDoNotDependOnHowMuchIsReadForThem(int quotes) {
        for (int words = 0; words < 12; words++) {
            var text =
                    ("> " + "quoted ".repeat(12) + "\n").repeat(quotes)
                            + "own words ".repeat(words)
                            + "\nBinh wrote:\n\n> what was said\n"
                            + ("An answer of some words:\n> " + "more ".repeat(words) + "\n")
                                    .repeat(quotes)
                            + "The end.\n".repeat(40 * words);
            var message = ("Subject: x\n\n" + text).replace("\n", "\r\n");
            assertThat(Messages.parse(message).preview()).isEqualTo(Preview.of(text));
        }
    }

    @Test
    void previewsPreferPlainTextOfAlternativesAndReadHtmlElse() {
        var alternative =
                """
                Content-Type: multipart/alternative; boundary=a

                --a
                Content-Type: text/html

                <p>hyper</p>
                --a
                Content-Type: text/plain

                PLAIN
                --a--
                """;
        assertThat(Messages.parse(alternative).preview()).isEqualTo("PLAIN");
        assertThat(Messages.parse(alternative.replace("PLAIN", "")).preview()).isEqualTo("hyper");
        var html =
                "Content-Type: text/html\n\n<style>x{}</style><p>Hi&nbsp;<i>you</i></p><hr>bye\n";
        assertThat(Messages.parse(html).preview()).isEqualTo("Hi you bye");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Type: text/plain | false |",
                "Content-Type: text/html | false |",
                "Content-Type: text/plain; name=a.txt | true | a.txt",
                "Content-Type: text/plain¶Content-Disposition: attachment | true |",
                "Content-Type: text/calendar | false |",
                "Content-Type: image/png¶Content-Disposition: inline; filename=a.png | true | a.png",
                "Content-Type: application/pdf | true |",
                "Content-Type: message/rfc822 | true |",
                "Content-Type: message/delivery-status | false |",
                "Content-Type: application/pgp-signature; name=signature.asc | false |",
                "Content-Type: application/pkcs7-signature; name=smime.p7s | false |",
                "Content-Type: application/x; name=\"../../etc/passwd\" | true | passwd",
                "Content-Type: application/x; name=\"C:\\\\a\\\\b.exe\" | true | b.exe",
                "Content-Type: application/x; name=\"a\u202egpj.exe\" | true | agpj.exe",
                "Content-Type: application/x; name=\"..\" | true |",
                "Content-Type: application/x; name=a¶Content-Disposition: inline; filename=b | true | b",
                "Content-Disposition: attachment; filename*=utf-8''Th%C6%B0.pdf | true | Thư.pdf",
                "Content-Disposition: attachment; filename=\"=?utf-8?Q?Th=C6=B0.pdf?=\" | true | Thư.pdf",
            })
    void knowsWhatPeopleCallAttachments(String header, boolean attached, String name) {
        var parsed =
                Messages.wellFormed(
                        Messages.parse(
                                "Content-Type: multipart/mixed; boundary=a\n\n--a\n\nhello\n--a\n"
                                        + header.replace('¶', '\n')
                                        + "\n\nbody\n--a--\n"));
        assertThat(parsed.hasAttachment()).isEqualTo(attached);
        if (name == null) {
            assertThat(parsed.attachmentNames()).isEmpty();
        } else {
            assertThat(parsed.attachmentNames()).containsExactly(name);
        }
    }

    @Test
    void imagesThatTheHtmlShowsAreNoAttachments() {
        var parsed =
                Messages.parse(
                        """
                        Content-Type: multipart/related; boundary=a

                        --a
                        Content-Type: text/html

                        <img src=cid:1@x>
                        --a
                        Content-Type: image/png; name=logo.png
                        Content-ID: <1@x>

                        x
                        --a--
                        """);
        assertThat(parsed.hasAttachment()).isFalse();
        assertThat(parsed.root().children().get(1).contentId()).isEqualTo("1@x");
    }
}
