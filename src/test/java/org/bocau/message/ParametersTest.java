package org.bocau.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "; name=a.txt | a.txt",
                "; NAME = \"a b.txt\" | a b.txt",
                "; name=\"a\\\"b\\\\c\" | a\"b\\c",
                "; name=my file (1).pdf | my file (1).pdf", // unquoted, as Outlook Express did
                "; name=us-ascii (Plain text) | us-ascii",
                "; (comment) name=x | x",
                "; name=\"no end | no end",
                "; name=\"a;b\"; x=y | a;b",
                "; x; name=y | y",
                ";;; name=y;; | y",
                "; name=one; name=two | one",
                "; name*=utf-8''Th%C6%B0.pdf | Thư.pdf",
                "; name*=UTF-8'vi'Th%C6%B0.pdf | Thư.pdf",
                "; name=x.pdf; name*=utf-8''y.pdf | y.pdf", // RFC 6266 §4.3 prefers it too
                "; name*=iso-8859-1''caf%E9 | café",
                "; name*=no-quotes | no-quotes",
                "; name*0=a; name*1=b; name*2=c | abc",
                "; name*2=c; name*0=a; name*1=b | abc", // in any order, RFC 2231 §3
                "; name*0*=utf-8''Th%C6; name*1*=%B0; name*2=\".pdf\" | Thư.pdf",
                "; name*1*=%B0; name*0*=utf-8''Th%C6 | Thư",
                "; name*0=a; name*2=c | a", // a gap ends it
                "; name*1=b |",
                "; name*99999999999=x |",
                "; name*-1=x; name*x=y |",
                "; name*0*=utf-8''%; name*1*=%4 | %%4",
                "; name=\"=?utf-8?B?VGjGsC5wZGY=?=\" | Thư.pdf", // Outlook
                "; name==?utf-8?Q?a_b?= | a b",
                "; name=thư.pdf | thư.pdf", // RFC 6532
                "; =x |",
                "; name |",
                " |",
            })
    void reads(String text, String name) {
        var parameters = Parameters.parse(text == null ? "" : text, 0);
        assertThat(parameters.get("name")).isEqualTo(name);
    }

    @Test
    void boundsWhatItKeeps() {
        var flood = new StringBuilder();
        for (int i = 9999; i >= 0; i--) {
            flood.append("; name*").append(i).append("=x");
        }
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> {
                    var parameters = Parameters.parse(flood.toString(), 0);
                    assertThat(parameters.raw()).hasSize(100);
                    assertThat(parameters.get("name")).isNull();
                });
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(Parameters.parse("(".repeat(300_000), 0).raw()).isEmpty());
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(Parameters.parse("=;".repeat(300_000), 0).raw()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain | text/plain",
                "TEXT/HTML; charset=x | text/html",
                "text / plain | text/plain",
                "text/plain (comment) ; a=b | text/plain",
                "(c) text/(d)plain | text/plain",
                "text | text/plain",
                "' ' | text/plain",
                "plain | application/octet-stream",
                "/ | application/octet-stream",
                "text/ | application/octet-stream",
                "/plain | application/octet-stream",
                "text/plain/x | application/octet-stream",
                "text/pl ain | application/octet-stream",
                "\"text/plain\" | application/octet-stream",
                "multipart | application/octet-stream",
                "; charset=utf-8 | application/octet-stream",
                "application/vnd.ms-excel.sheet+xml | application/vnd.ms-excel.sheet+xml",
                "tëxt/plain | application/octet-stream",
            })
    void contentTypesAreTokensWhateverCame(String field, String type) {
        var read = ContentType.parse(field, ContentType.TEXT);
        assertThat(read.type() + "/" + read.subtype()).isEqualTo(type);
    }
}
