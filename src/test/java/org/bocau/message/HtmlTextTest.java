package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTextTest {
    private static final int KEPT = 1024 * 1024;

    private static String text(String html) {
        var out = new TextSink.Start(KEPT);
        try {
            HtmlText.extract(new StringReader(html), new TextSink(out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<p>Hello <b>wor</b>ld</p> | Hello world",
                "<p>a</p><p>b</p> | a¶b",
                "a<br>b<BR/>c | a¶b¶c",
                "a   b | a b",
                "<td>a</td><td>b</td> | a¶b",
                "<head><title>no</title><style>p{}</style></head>yes | yes",
                "<script>if (a<b) '</div>'</script>x | x",
                "<script>a</scripty></SCRIPT >x | x",
                "a<!-- <b>no</b> -- > no -->b | ab",
                "a<!-->b | ab",
                "a<!DOCTYPE html>b | ab",
                "a<?xml version=1?>b | ab",
                "<a title='>' href=\"x>y\">link</a> | link",
                "<a title=don't>x</a> | x", // a quote within an unquoted value
                "a < b | a < b",
                "a<3 | a<3",
                "a</>b | ab",
                "&lt;b&gt; &amp; &quot; | <b> & \"",
                "Th&#432; m&#x1edb;i | Thư mới",
                "C&oacute; &ecirc;&agrave; &Agrave; &euro; | Có êà À €",
                "a&nbsp;&nbsp;b | a b",
                "a&zwnj;b&shy;c | abc",
                "&unknown; &; & &#; &#xyz; | &unknown; &; & &#; &#xyz;",
                "&amp &ampx | & &ampx",
                "&#0; &#xd800; &#x110000; | \ufffd \ufffd \ufffd",
                "&#128512; | 😀",
                "<unclosed | ``",
                "text<unclosed title=\"> | text",
                "<script>never closed | ``",
            })
    void showsWhatAReaderSees(String html, String text) {
        assertThat(text(html)).isEqualTo(text.replace('¶', '\n'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<",
                "<a ",
                "<a b='",
                "&",
                "&#",
                "<!",
                "<!--",
                "<script>",
                "<ul><li>",
                "</",
                "&amp"
            })
    void takesLinearTimeAndBoundedMemory(String flood) {
        var html = flood.repeat(5_000_000 / flood.length());
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(text(html).length()).isLessThanOrEqualTo(KEPT));
    }

    @Test
    void neverShowsNulOrHalfCharacters() {
        assertThat(text("a\0b\ud83dc\ude00d&#xd83d;")).isEqualTo("ab\ufffdc\ufffdd\ufffd");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void neverFails(long seed) {
        var random = new Random(seed);
        String[] hard = {
            "<", ">", "</", "!", "-", "--", "\"", "'", "=", "&", ";", "#", "a", "script", "p", " ",
            "é"
        };
        var html = new StringBuilder();
        for (int n = random.nextInt(60); n > 0; n--) {
            html.append(hard[random.nextInt(hard.length)]);
        }
        assertThat(text(html.toString())).hasSizeLessThanOrEqualTo(html.length());
    }

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }
}
