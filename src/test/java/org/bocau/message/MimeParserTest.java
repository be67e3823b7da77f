package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MimeParserTest {
    @Test
    void readsAPlainMessage() {
        var message =
                Messages.wellFormed(
                        Messages.parse(
                                """
                                Received: from a
                                Received: from b
                                Delivered-To: Binh@Example.org
                                From: =?utf-8?Q?B=C3=ACnh?= <binh@example.org>
                                To: An <an@example.org>, list:c@x.org;
                                Subject: Re: [x] =?utf-8?B?VGjGsA==?=
                                Date: Sun, 22 Nov 2026 03:18:00 +0700
                                Message-ID: <1@x.org>
                                In-Reply-To: <0@x.org>
                                References: <a@x.org> <0@x.org>

                                Hello,
                                this is it.
                                """));
        assertThat(message.subject()).isEqualTo("Re: [x] Thư");
        assertThat(message.sort().baseSubject()).isEqualTo(UnicodeCasemap.key("Thư"));
        assertThat(message.from()).isEqualTo("Bình");
        assertThat(message.sort().sentAt()).hasToString("2026-11-22T03:18+07:00");
        assertThat(message.messageId()).isEqualTo("1@x.org");
        assertThat(message.references()).containsExactly("a@x.org", "0@x.org");
        assertThat(message.preview()).isEqualTo("Hello, this is it.");
        assertThat(Messages.headerText(message)).contains("subject: Re: [x] Thư\n");
        assertThat(message.received()).isEqualTo(2);
        assertThat(message.deliveredTo()).containsExactly("binh@example.org");
        assertThat(message.hasAttachment()).isFalse();
        assertThat(message.header()).endsWith('\r', '\n', '\r', '\n');
        assertThat((long) message.header().length).isEqualTo(message.root().bodyStart());
        assertThat(Messages.bodyStructure(message))
                .isEqualTo(
                        "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"us-ascii\") NIL NIL \"7BIT\" 21 2"
                                + " NIL NIL NIL NIL)");
        assertThat(Messages.envelope(message))
                .isEqualTo(
                        "(\"Sun, 22 Nov 2026 03:18:00 +0700\" \"Re: [x] =?utf-8?B?VGjGsA==?=\""
                                + " ((\"=?utf-8?Q?B=C3=ACnh?=\" NIL \"binh\" \"example.org\"))"
                                + " ((\"=?utf-8?Q?B=C3=ACnh?=\" NIL \"binh\" \"example.org\"))"
                                + " ((\"=?utf-8?Q?B=C3=ACnh?=\" NIL \"binh\" \"example.org\"))"
                                + " ((\"An\" NIL \"an\" \"example.org\")(NIL NIL \"list\" NIL)"
                                + "(NIL NIL \"c\" \"x.org\")(NIL NIL NIL NIL))"
                                + " NIL NIL \"<0@x.org>\" \"<1@x.org>\")");
    }

    @Test
    void readsNothingAtAll() {
        var message = Messages.wellFormed(Messages.parse(new byte[0]));
        assertThat(Messages.envelope(message))
                .isEqualTo("(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)");
        assertThat(message.size()).isZero();
        assertThat(new String(message.body(), StandardCharsets.US_ASCII))
                .isEqualTo("(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"us-ascii\") NIL NIL \"7BIT\" 0 0)");
    }
}
