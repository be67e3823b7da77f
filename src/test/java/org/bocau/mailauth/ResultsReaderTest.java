package org.bocau.mailauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bocau.mailauth.AuthenticationResults.Finding;
import org.bocau.message.HeaderSection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was written is what is read; what strangers put into it says nothing else. */
class ResultsReaderTest {
    private static HeaderSection.Field parsed(String field) throws Exception {
        var octets = (field + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        return HeaderSection.read(new ByteArrayInputStream(octets), 10_000, 10).fields().getFirst();
    }

    @Test
    void readsWhatWasWritten() throws Exception {
        var findings =
                List.of(
                        Finding.of("dmarc", "pass")
                                .with("header.from", "example.org")
                                .with("policy.dmarc", "reject"),
                        Finding.of("spf", "fail").with("smtp.mailfrom", "\"a b\"@example.org"),
                        Finding.of("dkim", "fail")
                                .because("body \"changed\"; dmarc=pass")
                                .with("header.d", "example.org")
                                .with("header.b", "aB+/cd="),
                        Finding.of("dkim", "none"));
        var field = AuthenticationResults.field("mx.example.org", findings);
        assertThat(AuthenticationResults.read(parsed(field))).isEqualTo(findings);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mx.example.org; none",
                "mx.example.org",
                "mx.example.org; spf",
                "mx.example.org; = = =; ;;",
                "mx.example.org; (dmarc=pass)",
                "mx.example.org; \"dmarc=pass\"",
                "mx.example.org dmarc=pass",
                "",
                "(((((",
                "\"\\"
            })
    void readsNothingWhereNothingIs(String value) throws Exception {
        assertThat(AuthenticationResults.read(parsed("Authentication-Results: " + value)))
                .noneMatch(finding -> finding.method().equals("dmarc"));
    }

    @Test
    void isLiberalInBlanksAndCase() throws Exception {
        var read =
                AuthenticationResults.read(
                        parsed(
                                "Authentication-Results: mx 1 ;\r\n DMARC/1 = Pass (p=none) Header.From= a.example"));
        assertThat(read)
                .containsExactly(Finding.of("dmarc", "pass").with("header.from", "a.example"));
    }
}
