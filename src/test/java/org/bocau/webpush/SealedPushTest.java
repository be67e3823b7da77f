package org.bocau.webpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.ECPrivateKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What is pushed can be read by the browser, and by it alone. RFC 8291. */
class SealedPushTest {
    private static byte[] octets(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    /** The example of RFC 8291, Appendix A. */
    @Test
    void sealsAsTheStandardsExample() throws Exception {
        byte[] writer =
                octets(
                        "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
        var number = new BigInteger(1, octets("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"));
        var once =
                new KeyPair(
                        CurvePoint.key(writer),
                        KeyFactory.getInstance("EC")
                                .generatePrivate(
                                        new ECPrivateKeySpec(number, CurvePoint.parameters())));

        byte[] pushed =
                SealedPush.of(
                        "When I grow up, I want to be a watermelon"
                                .getBytes(StandardCharsets.US_ASCII),
                        octets(
                                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
                        octets("BTBZMqHH6r4Tts7J_aSIgg"),
                        once,
                        octets("DGv6ra1nlYgDCS1FRnbzlw"));

        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(pushed))
                .isEqualTo(
                        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6"
                                + "e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2K"
                                + "s3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
    }

    @Test
    void eachIsSealedAnewAndReadByItsReader() throws Exception {
        var reader = new PushReader();
        byte[] text = "Chào An, thư mới".getBytes(StandardCharsets.UTF_8);
        byte[] one = SealedPush.of(text, reader.publicKey(), reader.secret());
        byte[] other = SealedPush.of(text, reader.publicKey(), reader.secret());

        assertThat(one).isNotEqualTo(other);
        assertThat(reader.read(one)).isEqualTo(reader.read(other)).isEqualTo("Chào An, thư mới");
    }

    @Test
    void whatIsNoPointOfTheCurveIsNoKey() {
        byte[] good = new PushReader().publicKey();
        byte[] off = good.clone();
        off[64] ^= 1;
        byte[] compressed = Arrays.copyOf(good, 33);
        compressed[0] = 2;
        for (byte[] key : new byte[][] {off, compressed, new byte[65], {}}) {
            assertThatThrownBy(() -> CurvePoint.key(key))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(CurvePoint.octets(CurvePoint.key(good))).isEqualTo(good);
    }

    @Test
    void tooMuchIsRefused() {
        var reader = new PushReader();
        assertThatThrownBy(() ->
                        SealedPush.of(
                                new byte[SealedPush.MOST_OCTETS + 1],
                                reader.publicKey(),
                                reader.secret()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
