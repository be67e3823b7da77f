package org.bocau.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.bocau.filter.Action;
import org.bocau.filter.Letter;
import org.bocau.filter.Script;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderBlock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From what people fill in to what is decided. */
class ScriptsTest {
    private static List<Action> decide(String script) {
        var header = "From: B\u00ecnh <binh@shop.example>\r\nSubject: x\r\n\r\n";
        return Script.compile(script)
                .decide(
                        new Letter(
                                HeaderBlock.parse(header.getBytes(StandardCharsets.UTF_8)),
                                100,
                                EmailAddress.parse("binh@shop.example"),
                                EmailAddress.parse("an@example.org"),
                                Instant.parse("2026-11-22T18:30:00Z"),
                                ZoneId.of("Asia/Ho_Chi_Minh"),
                                null));
    }

    @Tag("T40")
    @Test
    void rulesBecomeAScriptWhateverTheirValuesAre() {
        var nasty = "\"; discard; \\ ${hex:41}\r\n.\r\nstop; # \u0000 /*";
        var rule =
                new Rule(
                        "1",
                        nasty,
                        true,
                        false,
                        List.of(
                                new Rule.Test(Rule.Field.SUBJECT, Rule.Operator.CONTAINS, nasty),
                                new Rule.Test(Rule.Field.FROM, Rule.Operator.CONTAINS, "BÌNH"),
                                new Rule.Test(Rule.Field.SIZE, Rule.Operator.LARGER, "9")),
                        List.of(
                                new Rule.Deed(Rule.Kind.MOVE, nasty),
                                new Rule.Deed(Rule.Kind.STAR, "")),
                        true);
        var absence =
                new Absence(true, LocalDate.parse("2026-11-23"), null, nasty, nasty + " away", 2);
        var script = Scripts.text(new Filters(List.of(rule), absence, "", false));

        assertThat(decide(script))
                .hasSize(2)
                .anySatisfy(a -> assertThat(a).isInstanceOf(Action.Vacation.class))
                .contains(new Action.FileInto(nasty.replace("\0", ""), List.of("\\Flagged"), true));
    }
}
