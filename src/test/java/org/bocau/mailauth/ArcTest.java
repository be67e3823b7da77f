package org.bocau.mailauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Base64;
import org.bocau.mailauth.ArcResult.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chains of those who passed a message on. RFC 8617. */
class ArcTest {
    private static final String MESSAGE = "From: an@example.org\nSubject: hello\n\nHello\n";
    private static final Names DNS = new Names();
    private static final SigningKey KEY = key();

    private static SigningKey key() {
        var made = DkimKeys.make(Algorithm.ED25519_SHA256);
        DNS.txt("s._domainkey.list.example", made.record());
        var key = DkimKeys.privateKey(Algorithm.ED25519_SHA256, made.privateKey());
        return new SigningKey("list.example", "s", Algorithm.ED25519_SHA256, key);
    }

    @Test
    void aMessageWithoutAChainHasNone() throws IOException {
        assertThat(verify(MESSAGE)).isEqualTo(ArcResult.NONE);
    }

    @Test
    void followsAChain() throws IOException {
        var one = seal(MESSAGE, 1, "none");
        var two = seal(one, 2, "pass");

        assertThat(verify(one)).isEqualTo(new ArcResult(Result.PASS, 1, "list.example", null));
        assertThat(verify(two)).isEqualTo(new ArcResult(Result.PASS, 2, "list.example", null));
        assertThat(verify("Received: from a\n" + two).result()).isEqualTo(Result.PASS);
    }

    /** Each by itself breaks it. §5.2. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Hello                              | Good-bye
                    Subject: hello                     | Subject: good-bye
                    i=1; us.example; none              | i=1; us.example; spf=pass
                    ARC-Seal: i=1;                     | ARC-Seal: i=3;
                    ARC-Seal: i=2;                     | ARC-Seal: i=1;
                    ARC-Message-Signature: i=2;        | X-Signature: i=2;
                    ARC-Authentication-Results: i=2;   | ARC-Authentication-Results: x
                    cv=pass                            | cv=fail
                    cv=none                            | cv=pass
                    d=list.example                     | d=other.example
                    ARC-Seal: i=2; a=ed25519-sha256    | ARC-Seal: i=2; h=from; a=ed25519-sha256
                    ARC-Seal: i=2; a=ed25519-sha256    | ARC-Seal: i=2; a=rsa-sha1
                    """)
    void aChainBreaks(String good, String bad) throws IOException {
        var chain = seal(seal(MESSAGE, 1, "none"), 2, "pass");

        assertThat(chain).contains(good);
        assertThat(verify(chain.replace(good, bad)).result()).isEqualTo(Result.FAIL);
    }

    @Test
    void countsNoFurtherThanFifty() throws IOException {
        var chain = MESSAGE;
        for (int i = 1; i <= 51; i++) {
            chain =
                    "ARC-Seal: i="
                            + i
                            + "\nARC-Message-Signature: i="
                            + i
                            + "\nARC-Authentication-Results: i="
                            + i
                            + ";\n"
                            + chain;
        }

        assertThat(verify(chain).reason()).isEqualTo("fields of the chain are missing or too many");
    }

    @Test
    void aKeyThatIsNotToBeHadFailsIt() throws IOException {
        var mail = Mail.of(seal(MESSAGE, 1, "none"));
        var arc = Arc.read(mail.header());
        var hashes = BodyHashes.of(arc.demands(), mail);

        assertThat(arc.verify(new Names().silent("s._domainkey.list.example"), hashes).reason())
                .isEqualTo("a key is not to be had now");
        assertThat(arc.verify(new Names(), hashes).reason()).isEqualTo("no key");
    }

    private static ArcResult verify(String message) throws IOException {
        var mail = Mail.of(message);
        var arc = Arc.read(mail.header());
        return arc.verify(DNS, BodyHashes.of(arc.demands(), mail));
    }

    /** §5.1, with all links before it. */
    private static String seal(String message, int instance, String status) throws IOException {
        var mail = Mail.of(message);
        var demand = new BodyHashes.Demand(Canonicalization.RELAXED, Long.MAX_VALUE);
        var bodyHash = BodyHashes.of(java.util.List.of(demand), mail).hash(demand);
        var results = "ARC-Authentication-Results: i=" + instance + "; us.example; none";
        var unsigned =
                "ARC-Message-Signature: i="
                        + instance
                        + "; a=ed25519-sha256; c=relaxed/relaxed; d=list.example; s=s; h=from:subject; bh="
                        + Base64.getEncoder().encodeToString(bodyHash)
                        + "; b=";
        var fields = new StringBuilder();
        for (var name : new String[] {"From", "Subject"}) {
            fields.append(relaxed(FieldText.of(mail.header().all(name).getFirst())));
        }
        var signature = unsigned + sign(fields + relaxed(unsigned));
        var chain = new StringBuilder();
        for (int i = instance - 1; i > 0; i--) {
            for (var name :
                    new String[] {
                        "ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results"
                    }) {
                chain.insert(
                        0, relaxed(FieldText.of(mail.header().all(name).get(instance - 1 - i))));
            }
        }
        var unsealed =
                "ARC-Seal: i="
                        + instance
                        + "; a=ed25519-sha256; cv="
                        + status
                        + "; d=list.example; s=s; b=";
        var seal =
                unsealed + sign(chain + relaxed(results) + relaxed(signature) + relaxed(unsealed));
        return seal + "\n" + signature + "\n" + results + "\n" + message;
    }

    private static String relaxed(String field) {
        return Canonicalization.RELAXED.header(field);
    }

    private static String sign(String text) {
        byte[] octets = Canonicalization.octets(FieldText.withoutLineEnd(text));
        return Base64.getEncoder().encodeToString(KEY.algorithm().sign(KEY.privateKey(), octets));
    }
}
