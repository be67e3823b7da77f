package org.bocau.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderBlock;
import org.bocau.message.MimeParser;
import org.bocau.message.Spools;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts decide, and which are refused. RFC 5228. */
class ScriptTest {
    private static final String HEADER =
            """
            From: "Bình Trần" <binh@shop.example>
            To: An <an+news@example.org>, Chi <chi@example.org>
            Cc: dung@example.net
            Subject: =?UTF-8?Q?H=C3=B3a_=C4=91=C6=A1n_th=C3=A1ng_11?=
            List-Id: News of the shop <news.shop.example>
            X-Priority: 3

            """;

    private static List<Action> decide(String script) {
        return Script.compile(script).decide(letter(2048, "binh@shop.example"));
    }

    private static Letter letter(long size, @Nullable String sender) {
        return new Letter(
                HeaderBlock.parse(HEADER.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)),
                size,
                sender == null ? null : EmailAddress.parse(sender),
                EmailAddress.parse("an+news@example.org"),
                Instant.parse("2026-11-22T18:30:00Z"),
                ZoneId.of("Asia/Ho_Chi_Minh"),
                BODY);
    }

    private static final String MULTIPART =
            """
            Content-Type: multipart/alternative; boundary=b

            --b
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: base64

            R2nhuqNtIGdpw6EgNTAlIGNobyBhbmggQsOsbmg=
            --b
            Content-Type: text/html; charset=utf-8

            <p>Mua <b>ng</b>ay</p><!-- secret -->
            --b--
            """;

    private static final Letter.Content BODY = content(MULTIPART);

    private static Letter.Content content(String message) {
        var octets = message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        try (var spool = new Spools(Path.of("target"), 1 << 20).create()) {
            try (var out = spool.out()) {
                out.write(octets);
            }
            return new Letter.Content(
                    MimeParser.parse(spool).root(),
                    (from, to) -> new ByteArrayInputStream(octets, (int) from, (int) (to - from)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(String test) {
        var extensions =
                "require [\"envelope\", \"relational\", \"subaddress\", \"imap4flags\", \"date\","
                        + " \"encoded-character\", \"body\", \"comparator-i;ascii-numeric\","
                        + " \"comparator-i;unicode-casemap\"];";
        return decide(extensions + "if " + test + " { discard; }").isEmpty();
    }

    @Test
    void anEmptyScriptKeeps() {
        assertThat(decide("")).containsExactly(Action.Keep.PLAIN);
        assertThat(decide("# nothing\r\n/* at all */")).containsExactly(Action.Keep.PLAIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "not false",
                "allof(true, not false)",
                "anyof(false, true)",
                "exists \"Subject\"",
                "exists [\"From\", \"Cc\"]",
                "header :contains \"from\" \"SHOP.example\"",
                "header :is \"X-Priority\" \"3\"",
                "header :contains :comparator \"i;unicode-casemap\" \"Subject\" \"HÓA ĐƠN\"",
                "header :matches \"Subject\" \"H?a*11\"",
                "header :matches \"X-Priority\" \"*\"",
                "header :value \"lt\" :comparator \"i;ascii-numeric\" \"X-Priority\" \"10\"",
                "header :count \"eq\" \"Subject\" \"1\"",
                "address \"from\" \"binh@shop.example\"",
                "address :domain :is [\"to\", \"cc\"] \"example.net\"",
                "address :localpart \"to\" \"an+news\"",
                "address :user \"to\" \"an\"",
                "address :detail \"to\" \"news\"",
                "envelope :all :is \"from\" \"BINH@shop.example\"",
                "envelope :detail \"to\" \"news\"",
                "size :over 1K",
                "size :under 3000",
                "currentdate :is \"date\" \"2026-11-23\"", // it is tomorrow in Hà Nội
                "currentdate :zone \"+0000\" :is \"date\" \"2026-11-22\"",
                "currentdate :value \"ge\" \"date\" \"2026-11-01\"",
                "currentdate :is \"weekday\" \"1\"",
                "header :contains \"from\" \"${hex: 73 68 6f 70}\"",
                "header :contains :comparator \"i;octet\" \"subject\" \"${unicode: 0111}\"",
                "body \"Giảm giá 50% cho anh Bình\"",
                "body :contains \"mua ngay\"",
                "body :text :matches \"*giá*%*\"",
                "body :raw :contains \"R2nhuqNt\"",
                "body :raw :contains \"--b--\"",
                "body :content \"text\" :contains \"<b>ng</b>\"",
                "body :content [\"image\", \"TEXT/HTML\"] :contains \"secret\"",
                "body :content \"\" :contains \"50%\"",
                "body :content \"text/plain\" :count \"eq\" \"1\""
            })
    void holdsFor(String test) {
        assertThat(holds(test)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "false",
                "not true",
                "allof(true, false)",
                "anyof(false, false)",
                "exists [\"From\", \"Resent-From\"]",
                "header :is \"from\" \"shop.example\"",
                "header :contains :comparator \"i;octet\" \"from\" \"SHOP\"",
                "header :matches \"X-Priority\" \"?\\\\*\"",
                "address :detail \"cc\" \"news\"",
                "envelope \"from\" \"\"",
                "size :over 2K",
                "size :under 2K",
                "hasflag \"\\\\Seen\"",
                "currentdate :value \"gt\" \"date\" \"2026-11-23\"",
                "body :contains \"secret\"",
                "body :contains \"<b>\"",
                "body :contains \"R2nhuqNt\"",
                "body :content \"text/plain\" :contains \"mua\"",
                "body :content \"application\" :contains \"a\""
            })
    void doesNotHoldFor(String test) {
        assertThat(holds(test)).isFalse();
    }

    @Test
    void theNullReversePathIsEmpty() {
        var script = Script.compile("require \"envelope\"; if envelope \"from\" \"\" { discard; }");
        assertThat(script.decide(letter(1, null))).isEmpty();
    }

    @Test
    void branchesAreTriedInOrderAndStopEnds() {
        assertThat(
                        decide(
                                """
                                require ["fileinto"];
                                if false { discard; }
                                elsif header :contains "subject" "th" { fileinto "A"; }
                                else { fileinto "B"; }
                                stop;
                                discard;
                                """))
                .containsExactly(new Action.FileInto("A", List.of(), false));
    }

    @Test
    void whatFilesReplacesTheImplicitKeepAndCopiesDoNot() {
        var extensions = "require [\"fileinto\", \"copy\", \"mailbox\"];";
        var to = new Action.Redirect(EmailAddress.parse("x@example.net"));
        assertThat(decide("redirect \"x@example.net\";")).containsExactly(to);
        assertThat(decide(extensions + "redirect :copy \"x@example.net\";"))
                .containsExactly(to, Action.Keep.PLAIN);
        assertThat(decide(extensions + "fileinto :create \"A/B\"; fileinto \"A/B\"; keep;"))
                .containsExactly(new Action.FileInto("A/B", List.of(), true), Action.Keep.PLAIN);
        assertThat(decide("discard; keep;")).containsExactly(Action.Keep.PLAIN);
    }

    @Test
    void flagsGoWithWhatIsFiledAfterThem() {
        assertThat(
                        decide(
                                """
                                require ["imap4flags", "fileinto"];
                                addflag "\\\\Flagged";
                                fileinto "A";
                                setflag ["work $x", "\\\\Seen"];
                                removeflag "WORK";
                                if hasflag :contains "$" { keep; }
                                fileinto :flags "one" "B";
                                """))
                .containsExactly(
                        new Action.FileInto("A", List.of("\\Flagged"), false),
                        new Action.Keep(List.of("$x", "\\Seen")),
                        new Action.FileInto("B", List.of("one"), false));
    }

    @Test
    void whoAsksForTooMuchKeeps() {
        var many = new StringBuilder("require \"copy\";");
        for (int i = 0; i < 5; i++) {
            many.append("redirect :copy \"x").append(i).append("@example.net\";");
        }
        assertThat(decide(many.toString())).containsExactly(Action.Keep.PLAIN);
    }

    @Test
    void multiLineTextEndsWithItsDot() {
        var actions =
                decide(
                        """
                        require "vacation";
                        vacation :days 3 :subject "Away" text: # comment
                        Hello
                        ..dots
                        .
                        ;
                        """
                                .replace("\n", "\r\n"));
        assertThat(actions).hasSize(2).last().isEqualTo(Action.Keep.PLAIN);
        var answer = (Action.Vacation) actions.getFirst();
        assertThat(answer.text()).isEqualTo("Hello\r\n.dots\r\n");
        assertThat(answer.subject()).isEqualTo("Away");
        assertThat(answer.seconds()).isEqualTo(3 * 86_400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | keep",
                "1 | frobnicate;",
                "2 | keep;\\n fileinto \"x\";",
                "1 | require \"fileinto\"; fileinto;",
                "1 | require \"fileinto\"; fileinto [\"a\", \"b\"];",
                "1 | require \"everything\";",
                "3 | keep;\\n\\nif true keep;",
                "1 | if { keep; }",
                "1 | else { keep; }",
                "1 | if true { keep; } else { } elsif true { }",
                "1 | if size 10 { keep; }",
                "1 | if header :is :contains \"a\" \"b\" { keep; }",
                "1 | if header :comparator \"i;strange\" \"a\" \"b\" { keep; }",
                "1 | if header :loudly \"a\" \"b\" { keep; }",
                "1 | redirect \"nobody\";",
                "1 | require \"imap4flags\"; addflag \"\\\\\\\\Recent\";",
                "1 | keep; require \"copy\";",
                "1 | keep \"x\";",
                "1 | \"keep\";",
                "1 | stop; }",
                "1 | /* never ends",
                "1 | redirect \"never ends",
                "1 | keep :;",
                "1 | reject \"no\";",
                "1 | require \"reject\"; ereject \"no\";",
                "1 | require \"reject\"; reject;",
                "1 | if body \"x\" { keep; }",
                "1 | require \"body\"; if body :raw :text \"x\" { keep; }",
                "1 | set \"a\" \"b\";",
                "1 | require \"variables\"; set \"1\" \"b\";",
                "1 | require \"variables\"; set \"a.b\" \"b\";",
                "1 | require \"variables\"; set :lower :upper \"a\" \"b\";",
                "2 | require \"variables\";\\nset \"a\" \"${env.x}\";",
                "1 | if string \"a\" \"b\" { keep; }",
                "1 | require \"variables\"; redirect \"nobody\";",
                "1 | if size :over 99999999999999 { keep; }",
            })
    void refuses(int line, String script) {
        assertThatThrownBy(() -> Script.compile(script.replace("\\n", "\n").replace("\\\\", "\\")))
                .isInstanceOfSatisfying(
                        ScriptRefusal.class, no -> assertThat(no.line()).isEqualTo(line));
    }

    @Test
    void whoRefusesDoesNothingElse() {
        var refuse = "require [\"reject\", \"ereject\", \"vacation\"];";
        assertThat(decide(refuse + "reject \"Không nhận\";"))
                .containsExactly(new Action.Reject("Không nhận"));
        assertThat(decide(refuse + "discard; ereject text:\r\nNo\r\nthanks\r\n.\r\n;"))
                .containsExactly(new Action.Reject("No\r\nthanks\r\n"));
        for (var other : List.of("keep;", "redirect \"x@example.net\";", "vacation \"Away\";")) {
            assertThat(decide(refuse + "reject \"no\";" + other))
                    .containsExactly(Action.Keep.PLAIN);
        }
        assertThat(decide(refuse + "reject \"no\"; ereject \"and no\";"))
                .containsExactly(Action.Keep.PLAIN);
    }

    private static String filedInto(String script) {
        var actions =
                decide("require [\"variables\", \"fileinto\", \"encoded-character\"];" + script);
        return actions.getFirst() instanceof Action.FileInto into ? into.mailbox() : "kept";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a-b-a | set 'x' 'a'; set 'Y' 'b'; fileinto '${x}-${y}-${X}';",
                "${1x}${a b}$$ {} | fileinto '${1x}${a b}${none}$$ {}';",
                "lan | set :lower 'x' 'LAN'; fileinto '${x}';",
                "Lan | set :lower :upperfirst 'x' 'LAN'; fileinto '${x}';",
                "4 | set :length 'x' 'Hà 1'; fileinto '${x}';",
                "a\\*b\\? | set :quotewildcard 'x' 'a*b?'; fileinto '${x}';",
                "news.shop | if header :matches 'list-id' '*<*.example>' { fileinto '${2}'; }",
                "Tháng 11 | if header :matches 'subject' '* * tháng ?1' {} if header :matches 'subject' '*th*' { set :upperfirst 'm' 'th${2}'; fileinto '${m}'; }",
                "binh at shop | if address :matches 'from' '*@*.*' { fileinto '${1} at ${2}'; }",
                "no | if not header :matches 'subject' 'X*' { fileinto 'no${1}'; }",
                "yes | set 'x' 'b'; if string :is '${x}' ['a', 'b'] { fileinto 'yes'; }",
                "yes | if string :matches 'a.b.c' '*.*' { fileinto 'yes${9}'; }",
                "a b.c | if string :matches 'a.b.c' '*.*' { fileinto '${1} ${2}'; }",
                "@x | set 'x' 'x'; fileinto '${hex: 40}${x}';",
                "kept | fileinto '${nothing}';",
                "kept | set 'a' '${hex: 0d 0a}'; fileinto 'x${a}y';"
            })
    void variablesHaveTheirValues(String mailbox, String script) {
        assertThat(filedInto(script.replace("'", "\""))).isEqualTo(mailbox);
    }

    @Test
    void variablesReachAllThatIsWritten() {
        var extensions = "require [\"variables\", \"imap4flags\", \"reject\", \"vacation\"];";
        assertThat(
                        decide(
                                extensions
                                        + "if address :matches \"from\" \"*@*\" { redirect \"${1}@example.net\"; }"))
                .containsExactly(new Action.Redirect(EmailAddress.parse("binh@example.net")));
        assertThat(decide(extensions + "set \"x\" \"not\"; redirect \"${x} an address\";"))
                .containsExactly(Action.Keep.PLAIN);
        assertThat(decide(extensions + "set \"f\" \"work \\\\Recent\"; addflag \"${f}\"; keep;"))
                .containsExactly(new Action.Keep(List.of("work")));
        assertThat(decide(extensions + "set \"who\" \"An\"; reject \"${who} không nhận\";"))
                .containsExactly(new Action.Reject("An không nhận"));
        assertThat(decide("redirect \"x+${a}@example.net\";"))
                .containsExactly(new Action.Redirect(EmailAddress.parse("x+${a}@example.net")));
    }

    private static List<Action> decideWithBody(String script) {
        var letter = letter(1, null);
        return Script.compile(script)
                .decide(
                        new Letter(
                                letter.header(),
                                1,
                                null,
                                letter.recipient(),
                                letter.now(),
                                letter.zone(),
                                BODY));
    }

    /** RFC 5173 §6 */
    @Test
    void whatABodyHasSetsNoVariables() {
        var extensions = "require [\"variables\", \"fileinto\", \"body\"];";
        assertThat(
                        decideWithBody(
                                extensions
                                        + "if header :matches \"X-Priority\" \"*\" { if body :matches \"*50%*\" { fileinto \"p${1}\"; } }"))
                .containsExactly(new Action.FileInto("p3", List.of(), false));
        assertThat(
                        decideWithBody(
                                extensions
                                        + "set \"type\" \"TEXT/html\"; if body :content \"${type}\" :contains \"secret\" { discard; }"))
                .isEmpty();
    }

    @Test
    void flagsAreFewAndSuchAsMailboxesHave() {
        var extensions = "require [\"variables\", \"imap4flags\"];";
        var words = new StringBuilder();
        for (int i = 0; i < 65; i++) words.append("w").append(i).append(' ');
        assertThat(decide(extensions + "set \"f\" \"" + words + "\"; addflag \"${f}\"; discard;"))
                .containsExactly(Action.Keep.PLAIN);
        assertThat(
                        decide(
                                extensions
                                        + "set \"f\" \"ok \uD83D\uDE00 "
                                        + "l".repeat(65)
                                        + "\"; addflag \"${f}\"; keep;"))
                .containsExactly(new Action.Keep(List.of("ok")));
        assertThat(decide(extensions + "addflag [\"Work\", \"work\"]; keep;"))
                .containsExactly(new Action.Keep(List.of("work")));
    }

    /** A list of two thousand references to a long text is some hundred million characters. */
    @Test
    void whatValuesMakeOfAListIsBounded() {
        var references = "[" + "\"${a}${a}${a}\",".repeat(1999) + "\"\"]";
        assertThat(
                        decide(
                                "require \"variables\"; set \"a\" \""
                                        + "x".repeat(3900)
                                        + "\"; if string :is "
                                        + references
                                        + " \"y\" { stop; } discard;"))
                .containsExactly(Action.Keep.PLAIN);
    }

    /** Who doubles a text a hundred times, or looks for it everywhere, does not stop the mail. */
    @Test
    void whatGrowsOrTakesTooLongIsBounded() {
        var growing =
                new StringBuilder("require [\"variables\", \"fileinto\"]; set \"a\" \"xxxxxxxx\";");
        growing.append("set \"a\" \"${a}${a}\";".repeat(200))
                .append("if string :matches \"${a}\" \"*xxx*\" { fileinto \"y\"; }");
        assertThat(decide(growing.toString()))
                .containsExactly(new Action.FileInto("y", List.of(), false));
        var wide = content("\n" + "a".repeat(300_000));
        var letter = letter(1, null);
        var slow =
                Script.compile(
                        "require \"body\"; if body :matches \"*"
                                + "a".repeat(200)
                                + "b*\" { discard; } discard;");
        assertThat(
                        slow.decide(
                                new Letter(
                                        letter.header(),
                                        1,
                                        null,
                                        letter.recipient(),
                                        letter.now(),
                                        letter.zone(),
                                        wide)))
                .containsExactly(Action.Keep.PLAIN);
    }

    @Test
    void refusesWhatIsTooDeepOrTooLong() {
        var deep = "if not ".repeat(1) + "not ".repeat(100) + "true { keep; }";
        assertThatThrownBy(() -> Script.compile(deep)).isInstanceOf(ScriptRefusal.class);
        var nested = "if true { ".repeat(5_000) + "}".repeat(5_000);
        assertThatThrownBy(() -> Script.compile(nested)).isInstanceOf(ScriptRefusal.class);
        assertThatThrownBy(() -> Script.compile("keep;".repeat(30_000)))
                .isInstanceOf(ScriptRefusal.class);
    }

    /** Whatever is there, it is a script or it is refused. */
    @Test
    void neverFailsOtherwise() {
        var random = new Random(20261122);
        var words =
                new String[] {
                    "if ",
                    "{",
                    "}",
                    "(",
                    ")",
                    "[",
                    "]",
                    "\"a\"",
                    ";",
                    ",",
                    "keep",
                    "fileinto ",
                    "not ",
                    ":is ",
                    "text:\n",
                    ".\n",
                    "10K",
                    "header ",
                    "\\",
                    "#",
                    "/*",
                    "*/",
                    "\u1ea1",
                    " ",
                    "\n"
                };
        for (int i = 0; i < 20_000; i++) {
            var script = new StringBuilder();
            for (int n = random.nextInt(20); n >= 0; n--) {
                script.append(words[random.nextInt(words.length)]);
            }
            try {
                var _ = Script.compile(script.toString());
            } catch (ScriptRefusal refused) {
                assertThat(refused.line()).isPositive();
            }
        }
    }
}
