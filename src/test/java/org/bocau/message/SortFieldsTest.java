package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What SORT and THREAD compare. RFC 5256 §2.2, §3; RFC 5957 §3; RFC 5051. */
class SortFieldsTest {
    private static SortFields read(String... lines) {
        var header = String.join("\r\n", lines) + "\r\n\r\n";
        return SortFields.of(HeaderBlock.parse(header.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void lacksNothingWhereNothingIsThere() {
        var none = read("X-Nothing: at all");
        assertThat(none)
                .isEqualTo(new SortFields(null, "", false, "", "", "", "", "", none.references()));
        assertThat(none.references()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "an@example.org | AN | AN@EXAMPLE.ORG",
                "Binh <an@example.org> | AN | BINH",
                "\"\" <an@example.org> | AN | AN@EXAMPLE.ORG",
                "an@example.org (Binh) | AN | BINH",
                "=?utf-8?Q?=C3=81n?= <an@example.org>, b@c | AN | A\u0301N",
                "Team: an@example.org, b@c; | TEAM | TEAM",
                "=?utf-8?Q?Nh=C3=B3m?=: an@example.org; | NHO\u0301M | NHO\u0301M",
                "Undisclosed:; | UNDISCLOSED | UNDISCLOSED",
                "\"an nguyen\"@example.org | AN NGUYEN | AN NGUYEN@EXAMPLE.ORG",
                "root | ROOT | ROOT",
                "No Address <> | | NO ADDRESS",
                "`` | |",
            })
    void takesTheFirstAddress(String field, String mailbox, String display) {
        for (var name : new String[] {"From", "To", "Cc"}) {
            var sort = read(name + ": " + field, name + ": second@example.org");
            if (field.isEmpty()) {
                sort = read(name + ":");
            }
            var actual =
                    name.equals("From") ? sort.from() : name.equals("To") ? sort.to() : sort.cc();
            assertThat(actual).isEqualTo(mailbox == null ? "" : mailbox);
            if (!name.equals("Cc")) {
                assertThat(name.equals("From") ? sort.displayFrom() : sort.displayTo())
                        .isEqualTo(display == null ? "" : display);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"thu,THU", "ß,ß", "ĳ,IJ", "ǆ,Dž", "Ω,Ω", "ω,Ω", "ﬁ,fi"})
    void foldsByTitleCaseAndDecomposition(String text, String folded) {
        assertThat(UnicodeCasemap.key(text))
                .isEqualTo(java.text.Normalizer.normalize(folded, java.text.Normalizer.Form.NFKD));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "<a@x> <b@x> | <c@x> | a@x b@x", // References wins
                "<a@x> <b@x> <a@x> | - | a@x b@x a@x", // as they came
                "<a> none <@x> <a@> | <c@x> <d@x> | c@x", // none of them valid
                "- | <no-at-sign> <c@x> <d@x> | c@x", // the first valid one
                "- | An's message of Monday | ''",
                "- | - | ''",
                "<\"a\"@x> | - | a@x", // quoting makes no difference
                "<\"a\\b\"@x> | - | ab@x",
                "<\"a>b\"@x> <c@x> | - | a>b@x c@x",
                "<<a@x>> | - | a@x",
                "<A@x> <a@x> | - | A@x a@x", // case does
            })
    void findsTheAncestors(String references, String inReplyTo, String ids) {
        var sort =
                read(
                        references == null ? "X: y" : "References: " + references,
                        inReplyTo == null ? "X: y" : "In-Reply-To: " + inReplyTo);
        assertThat(String.join(" ", sort.references())).isEqualTo(ids);
    }

    @Test
    void keepsTheNearestHundred() {
        var field = new StringBuilder("References:");
        for (int i = 0; i < 150; i++) {
            field.append("\r\n <").append(i).append("@x>");
        }
        assertThat(read(field.toString()).references())
                .hasSize(100)
                .startsWith("50@x")
                .endsWith("149@x");
    }
}
