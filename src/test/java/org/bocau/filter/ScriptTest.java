package org.bocau.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bocau.filter.Letters.decide;
import static org.bocau.filter.Letters.letter;

import java.util.List;
import java.util.Random;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts decide, and which are refused. RFC 5228. */
class ScriptTest {
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
                "1 | require \"imap4flags\"; addflag \"f\" \"a\";",
                "1 | require [\"imap4flags\", \"variables\"]; addflag \"1\" \"a\";",
                "1 | require \"imap4flags\"; if hasflag \"f\" \"a\" { keep; }",
                "1 | require \"vacation\"; vacation :mime \"Hello\";",
                "1 | require \"vacation\"; vacation :mime \"From: a@b.example\\n\\nHello\";",
                "1 | require \"vacation\"; vacation :from \"nobody\" \"Hello\";",
                "1 | require \"vacation\"; vacation :addresses \"nobody\" \"Hello\";"
            })
    void refuses(int line, String script) {
        assertThatThrownBy(() -> Script.compile(script.replace("\\n", "\n").replace("\\\\", "\\")))
                .isInstanceOfSatisfying(
                        ScriptRefusal.class, no -> assertThat(no.line()).isEqualTo(line));
    }

    /** Eighty rules on the text of a letter of a quarter of a million characters. */
    @ParameterizedTest
    @ValueSource(strings = {":contains", ":is", ":matches"})
    void manyRulesLookAtALargeBody(String how) {
        var script =
                new StringBuilder(
                        "require [\"body\", \"fileinto\", \"comparator-i;unicode-casemap\"];");
        for (int i = 0; i < 80; i++) {
            script.append("if body :text ")
                    .append(how)
                    .append(" :comparator \"i;unicode-casemap\" \"*hóa đơn số ")
                    .append(i)
                    .append("?*\" { fileinto \"x\"; }");
        }
        var letter = letter(300_000, null);
        var large =
                new Letter(
                        letter.header(),
                        300_000,
                        null,
                        letter.recipient(),
                        letter.now(),
                        letter.zone(),
                        Letters.content(
                                "Content-Type: text/plain; charset=utf-8\n\n"
                                        + "Kính gửi anh An, hóa đơn tháng Mười ở dưới.\n"
                                                .repeat(6000)));
        assertThat(Script.compile(script + "discard;").run(large))
                .isEqualTo(new Outcome(List.of(), null));
    }

    @Test
    void aFailureSaysWhy() {
        var letter = letter(1, null);
        var reject = "require [\"reject\", \"fileinto\"]; reject \"no\"; fileinto \"x\";";
        assertThat(Script.compile(reject).run(letter))
                .isEqualTo(new Outcome(List.of(Action.Keep.PLAIN), Failure.REFUSED_AND_MORE));
        var redirects = new StringBuilder();
        for (int i = 0; i < 5; i++)
            redirects.append("redirect \"").append(i).append("@x.example\";");
        assertThat(Script.compile(redirects.toString()).run(letter).failure())
                .isEqualTo(Failure.TOO_MANY_ACTIONS);
        assertThat(Script.compile("discard;").run(letter).failure()).isNull();
    }

    /** RFC 5230 §4.4, §4.7. */
    @Test
    void anAnswerHasItsOwnPartAndAuthor() {
        var script =
                """
                require ["vacation", "variables"];
                set "me" "an.nguyen";
                set "type" "Content-Type: text/html; charset=utf-8";
                vacation :mime :from "An <${me}@example.org>" :addresses ["${me}@example.org", "${me}"] :handle "${me}" text:
                MIME-Version: 1.0
                ${type}
                 ; x=y

                <p>Đi vắng</p>
                .
                ;
                """;
        var answer = (Action.Vacation) decide(script).getFirst();
        assertThat(answer.mime()).isTrue();
        assertThat(answer.text())
                .startsWith("Content-Type: text/html; charset=utf-8\r\n ; x=y\r\nContent-T")
                .endsWith("-Encoding: 8bit\r\n\r\n<p>Đi vắng</p>\r\n");
        assertThat(answer.from()).isEqualTo(new HeaderAddress("An", "an.nguyen@example.org", null));
        assertThat(answer.addresses()).containsExactly("an.nguyen@example.org");
        assertThat(answer.handle()).isEqualTo("an.nguyen");
        var slipped = script.replace("set \"me\"", "set \"x\"").replace("${type}", "${0}Bcc: x@y");
        assertThat(Script.compile(slipped).run(letter(1, null)).failure())
                .isEqualTo(Failure.NO_MIME_PART);
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
