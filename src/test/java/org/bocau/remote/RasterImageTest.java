package org.bocau.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures are known by their octets (T27, T33). */
class RasterImageTest {
    private static byte[] picture(String format, int width, int height) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, out);
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"png, 640, 480", "jpeg, 300, 200", "gif, 1, 2000"})
    void tellsKindAndSize(String format, int width, int height) throws IOException {
        assertThat(RasterImage.of(picture(format, width, height)))
                .isEqualTo(new RasterImage("image/" + format, width, height));
    }

    @ParameterizedTest
    @CsvSource({
        "52494646 00000000 57454250 56503820 0a000000 000000 9d012a 8002 e001, image/webp, 640, 480",
        "52494646 00000000 57454250 5650384c 0a000000 2f 7fc27700 0000000000, image/webp, 640, 480",
        "52494646 00000000 57454250 56503858 0a000000 00000000 7f0200 df0100, image/webp, 640, 480",
        "00000018 66747970 61766966 00000000 6d696631 00000014 69737065 00000000 00000280 000001e0 00, image/avif, 640, 480"
    })
    void knowsTheNewerKinds(String hex, String type, int width, int height) {
        assertThat(RasterImage.of(HexFormat.of().parseHex(hex.replace(" ", ""))))
                .isEqualTo(new RasterImage(type, width, height));
    }

    @Tag("T33")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<svg xmlns='http://www.w3.org/2000/svg'/>",
                "<html><img src=x onerror=alert(1)>",
                "GIF89a",
                "%PDF-1.7",
                "BM12345678901234567890"
            })
    void allElseIsNone(String content) {
        assertThat(RasterImage.of(content.getBytes(StandardCharsets.ISO_8859_1))).isNull();
    }

    @Test
    void aSizeNobodyShowsIsNone() throws IOException {
        var huge = picture("png", 10, 10);
        huge[16] = 0x7f; // the width
        assertThat(RasterImage.of(huge)).isNull();
    }

    @Test
    void damageIsNoError() throws IOException {
        var random = new Random(4711);
        for (var format : new String[] {"png", "jpeg", "gif"}) {
            var whole = picture(format, 40, 30);
            for (int i = 0; i < 500; i++) {
                var damaged = java.util.Arrays.copyOf(whole, random.nextInt(whole.length));
                for (int n = 0; n < damaged.length / 20; n++) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                }
                var read = RasterImage.of(damaged);
                assertThat(read == null || read.pixels() > 0).isTrue();
            }
        }
    }
}
