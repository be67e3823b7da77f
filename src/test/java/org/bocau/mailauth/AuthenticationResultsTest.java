package org.bocau.mailauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bocau.mailauth.AuthenticationResults.Finding;
import org.bocau.message.HeaderSection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever reads our name in the field may rely on it. RFC 8601 §5. */
class AuthenticationResultsTest {
    private static final String US = "mx.example.org";

    @Tag("T52")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authentication-Results: mx.example.org; none",
                "authentication-results: MX.Example.ORG; spf=pass",
                "Authentication-Results:mx.example.org;spf=pass",
                "Authentication-Results: mx.example.org 1; spf=pass",
                "Authentication-Results: (not) mx.example.org (really); spf=pass",
                "Authentication-Results: (a (nested) one) mx.example.org; spf=pass",
                "Authentication-Results: \"mx.example.org\"; spf=pass",
                "Authentication-Results: \"mx.exam\\ple.org\"; spf=pass",
                "Authentication-Results:\r\n\tmx.example.org;\r\n\tspf=pass",
                "Authentication-Results : mx.example.org; spf=pass",
            })
    void knowsAForgedOne(String field) throws Exception {
        assertThat(AuthenticationResults.claims(parsed(field), US)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authentication-Results: mx.example.net; none",
                "Authentication-Results: a.mx.example.org; none",
                "Authentication-Results: example.net; spf=pass mx.example.org",
                "Authentication-Results: ; none",
                "X-Authentication-Results: mx.example.org; none",
            })
    void leavesOthersAlone(String field) throws Exception {
        assertThat(AuthenticationResults.claims(parsed(field), US)).isFalse();
    }

    @Test
    void writesFindings() {
        assertThat(AuthenticationResults.field(US, List.of()))
                .isEqualTo("Authentication-Results: mx.example.org; none");
        var auth = Finding.of("auth", "pass").with("smtp.auth", "an@example.org");
        assertThat(AuthenticationResults.field(US, List.of(auth)))
                .isEqualTo(
                        "Authentication-Results: mx.example.org;\r\n\tauth=pass smtp.auth=an@example.org");
    }

    /** What strangers wrote stays within its quotes. */
    @Test
    void quotesWhatIsNoTokenAndNoAddress() {
        var finding =
                Finding.of("spf", "fail")
                        .because("\"no\";\r\ndkim=pass")
                        .with("smtp.helo", "[192.0.2.1]")
                        .with("smtp.mailfrom", "a;b=c@example.org")
                        .with("header.d", "");
        assertThat(AuthenticationResults.field(US, List.of(finding)))
                .isEqualTo(
                        "Authentication-Results: mx.example.org;\r\n\tspf=fail reason=\"\\\"no\\\";dkim=pass\""
                                + " smtp.helo=\"[192.0.2.1]\" smtp.mailfrom=\"a;b=c@example.org\"");
    }

    private static HeaderSection.Field parsed(String field) throws Exception {
        var octets = (field + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        return HeaderSection.read(new ByteArrayInputStream(octets), 1000, 10).fields().getFirst();
    }
}
