package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Whatever stands where, the same as one octet after the other. */
class OctetScanTest {
    private static int first(byte[] octets, int from, int to, IntPredicate wanted) {
        int at = from;
        while (at < to && !wanted.test(octets[at])) {
            at++;
        }
        return at;
    }

    @Test
    void findsWhatALoopFinds() {
        var random = new Random(11);
        byte[] say = {0, '\r', '\n', 1, 9, 11, 14, 127, -128, -1, 0x0b, (byte) 0x8a, (byte) 0x8d};
        for (int n = 0; n < 20_000; n++) {
            var octets = new byte[random.nextInt(40)];
            int often = 1 + random.nextInt(20);
            for (int i = 0; i < octets.length; i++) {
                octets[i] =
                        random.nextInt(often) == 0
                                ? say[random.nextInt(say.length)]
                                : (byte) ('a' + random.nextInt(26));
            }
            int from = random.nextInt(octets.length + 1);
            int to = from + random.nextInt(octets.length - from + 1);
            assertThat(OctetScan.lineFeed(octets, from, to))
                    .isEqualTo(first(octets, from, to, octet -> octet == '\n'));
            assertThat(OctetScan.control(octets, from, to))
                    .isEqualTo(
                            first(
                                    octets,
                                    from,
                                    to,
                                    octet -> octet == '\r' || octet == '\n' || octet == 0));
            assertThat(OctetScan.eightBit(octets, from, to))
                    .isEqualTo(first(octets, from, to, octet -> octet < 0) < to);
        }
    }
}
