package org.bocau.mailauth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.bocau.mailauth.DkimResult.Result;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures of others, and what must not pass as one. RFC 6376 §6. */
class DkimTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.ofEpochSecond(1_600_000_000), ZoneOffset.UTC);

    private static final String RSA_KEY =
            "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB";
    private static final String ED25519_KEY =
            "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    /** RFC 8463 appendix A.3. */
    private static final String SIGNED =
            """
            DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
             d=football.example.com; i=@football.example.com;
             q=dns/txt; s=brisbane; t=1528637909; h=from : to :
             subject : date : message-id : from : subject : date;
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
             b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
             Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
            DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
             d=football.example.com; i=@football.example.com;
             q=dns/txt; s=test; t=1528637909; h=from : to : subject :
             date : message-id : from : subject : date;
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
             b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
             DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
             dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
            From: Joe SixPack <joe@football.example.com>
            To: Suzie Q <suzie@shopping.example.net>
            Subject: Is dinner ready?
            Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
            Message-ID: <20030712040037.46341.5F8J@football.example.com>

            Hi.

            We lost the game.  Are you hungry yet?

            Joe.
            """;

    private static final Names KEYS =
            new Names()
                    .txt("brisbane._domainkey.football.example.com", ED25519_KEY)
                    .txt("test._domainkey.football.example.com", RSA_KEY);

    @Test
    void verifiesTheExampleOfRfc8463() {
        assertThat(verify(SIGNED, KEYS))
                .extracting(DkimResult::result)
                .containsExactly(Result.PASS, Result.PASS);
    }

    @Test
    void whiteSpaceMayChangeInRelaxedForm() {
        var refolded =
                SIGNED.replace("Subject: Is dinner", "subject:   Is\n\tdinner")
                        .replace("Joe.\n", "Joe.  \n\n\n")
                        .replace("We lost the game.  Are", "We lost the game. \t Are");

        assertThat(results(refolded)).containsExactly(Result.PASS, Result.PASS);
    }

    @Test
    void aChangeFails() {
        assertThat(results(SIGNED.replace("Is dinner", "Was dinner"))).containsOnly(Result.FAIL);
        assertThat(results(SIGNED.replace("We lost", "We won"))).containsOnly(Result.FAIL);
    }

    /** The signers named From, Subject and Date once more than they had: nobody may add one. */
    @ParameterizedTest
    @ValueSource(strings = {"From: boss@football.example.com", "Subject: Pay", "Date: now"})
    void anAddedFieldFailsWhereverItIsPut(String field) {
        var above = SIGNED.replace("From: Joe", field + "\nFrom: Joe");
        var below = SIGNED.replace("\n\nHi.", "\n" + field + "\n\nHi.");

        assertThat(results(above)).containsOnly(Result.FAIL);
        assertThat(results(below)).containsOnly(Result.FAIL);
    }

    @Test
    void fieldsThatAreNotSignedMayBeAdded() {
        assertThat(results("Received: from a\n" + SIGNED))
                .containsExactly(Result.PASS, Result.PASS);
    }

    @Test
    void aKeyMustBeThere() {
        assertThat(verify(SIGNED, new Names()))
                .extracting(DkimResult::result, DkimResult::reason)
                .containsOnly(tuple(Result.PERMERROR, "no key"));
        var silent =
                new Names()
                        .silent("brisbane._domainkey.football.example.com")
                        .silent("test._domainkey.football.example.com");
        assertThat(verify(SIGNED, silent))
                .extracting(DkimResult::result)
                .containsOnly(Result.TEMPERROR);
    }

    /** RFC 6376 §3.6.1, RFC 8301 §3.2, S21. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    v=DKIM1; k=ed25519; p=                                                     | key revoked
                    v=DKIM2; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=         | unknown key version
                    k=ed25519; v=DKIM1; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=         | unknown key version
                    v=DKIM1; k=ed448; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=           | unknown key type
                    v=DKIM1; k=ed25519; h=sha1; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= | key not for sha256
                    v=DKIM1; k=ed25519; s=chat; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= | key not for mail
                    v=DKIM1; k=ed25519; p=11qYAYKxCrfVS                                        | p= is no base64
                    v=DKIM1; k=ed25519                                                         | no p=
                    v=DKIM1; k=ed25519; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= | not a tag-list
                    v=DKIM1; p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAM7nFQ==                        | no key
                    """)
    void refusesKeysThatMustNotBeUsed(String record, String reason) {
        var dns = new Names().txt("brisbane._domainkey.football.example.com", record);

        var first = verify(SIGNED, dns).getFirst();

        assertThat(first.result()).isEqualTo(Result.PERMERROR);
        assertThat(first.reason()).isEqualTo(reason);
    }

    @Test
    void aKeyOfSixteenKilobytesIsNotRead() {
        var dns =
                new Names()
                        .txt(
                                "brisbane._domainkey.football.example.com",
                                "v=DKIM1; p=" + "A".repeat(16 * 1024))
                        .txt("test._domainkey.football.example.com", RSA_KEY, RSA_KEY);

        assertThat(verify(SIGNED, dns))
                .extracting(DkimResult::reason)
                .containsExactly("key record too long", "several keys");
    }

    @Test
    void shortAndHugeRsaKeysDoNotCount() throws Exception {
        assertThat(reasonForRsaKeyOf(768)).isEqualTo("key too short");
        assertThat(reasonForRsaKeyOf(4104)).isEqualTo("key too long");
    }

    private static @Nullable String reasonForRsaKeyOf(int bits) throws Exception {
        var modulus = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
        var spec = new RSAPublicKeySpec(modulus, BigInteger.valueOf(65537));
        var key = KeyFactory.getInstance("RSA").generatePublic(spec);
        var record = "p=" + Base64.getEncoder().encodeToString(key.getEncoded());
        var dns = new Names().txt("test._domainkey.football.example.com", record);
        return verify(SIGNED, dns).get(1).reason();
    }

    /** §3.6.1: a domain that only tries it out must not be hurt by its failures. */
    @Test
    void failuresOfATestingDomainAreNeutral() {
        var dns =
                new Names()
                        .txt("brisbane._domainkey.football.example.com", ED25519_KEY + "; t=y")
                        .txt("test._domainkey.football.example.com", RSA_KEY + "; t=y:s");

        assertThat(verify(SIGNED.replace("We lost", "We won"), dns))
                .extracting(DkimResult::result)
                .containsOnly(Result.NEUTRAL);
    }

    /** §6.1.1; the message says which. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    v=1;                             | v=2;                      | unknown version
                    a=ed25519-sha256                 | a=rsa-sha1                | unknown algorithm
                    c=relaxed/relaxed                | c=nofws                   | unknown canonicalization
                    i=@football.example.com          | i=@example.com            | i= is not within d=
                    i=@football.example.com          | i=@xfootball.example.com  | i= is not within d=
                    q=dns/txt                        | q=dns/https               | unknown query method
                    t=1528637909                     | t=1528637909; x=1528637908 | expires before it was made
                    t=1528637909                     | t=1528637909; x=1528637910 | signature expired
                    t=1528637909                     | t=soon                    | t= is no number
                    from : to :                      | to :                      | From is not signed
                    """)
    void refusesSignaturesThatAreNone(String good, String bad, String reason) {
        var message = SIGNED.replace(" message-id : from : subject", " message-id : subject");
        var first = verify(message.replaceFirst(Pattern.quote(good), bad), KEYS).getFirst();

        assertThat(first.result()).isEqualTo(Result.PERMERROR);
        assertThat(first.reason()).isEqualTo(reason);
        assertThat(first.domain()).isEqualTo("football.example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=1",
                "v=1; d=; s=; b=",
                "v=1; v=1; d=a; s=b; b=",
                "nonsense",
                ";;;",
                "b=%; d=a b; s=c"
            })
    void takesRubbishForWhatItIs(String value) {
        assertThat(results("DKIM-Signature: " + value + "\nFrom: a@example.org\n\n"))
                .containsExactly(Result.PERMERROR);
    }

    /** S21. */
    @Test
    void looksAtFiveOfAHundredSignatures() {
        var one = SIGNED.substring(0, SIGNED.indexOf("DKIM-Signature", 1));

        assertThat(verify(one.repeat(100) + SIGNED, KEYS)).hasSize(5);
    }

    /** §8.2: what somebody added below is not signed, so nobody vouches for it. */
    @Test
    void aBodyLongerThanItsSignedPartDoesNotPass() throws Exception {
        var keys = DkimKeys.make(Algorithm.ED25519_SHA256);
        var key = DkimKeys.privateKey(Algorithm.ED25519_SHA256, keys.privateKey());
        var dns = new Names().txt("s._domainkey.example.org", keys.record());
        var unsigned =
                "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/simple; d=example.org; s=s; l=7; h=from; bh="
                        + Base64.getEncoder()
                                .encodeToString(
                                        Algorithm.sha256().digest("Hello\r\n".getBytes(US_ASCII)))
                        + "; b=";
        var text = "from:an@example.org\r\n" + Canonicalization.RELAXED.header(unsigned).strip();
        byte[] value = Algorithm.ED25519_SHA256.sign(key, text.getBytes(US_ASCII));
        var signed =
                unsigned
                        + Base64.getEncoder().encodeToString(value)
                        + "\nFrom: an@example.org\n\nHello\n";

        assertThat(verify(signed, dns)).extracting(DkimResult::result).containsExactly(Result.PASS);
        assertThat(verify(signed + "and buy this\n", dns))
                .extracting(DkimResult::result)
                .containsExactly(Result.POLICY);
    }

    private static List<Result> results(String message) {
        return verify(message, KEYS).stream().map(DkimResult::result).toList();
    }

    static List<DkimResult> verify(String message, Lookups dns) {
        var mail = Mail.of(message);
        var dkim = Dkim.read(mail.header());
        try {
            return dkim.verify(dns, CLOCK, BodyHashes.of(dkim.demands(), mail));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
