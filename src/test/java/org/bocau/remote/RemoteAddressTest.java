package org.bocau.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One reading of an address, and none of the spellings that others read otherwise. */
class RemoteAddressTest {
    @ParameterizedTest
    @CsvSource({
        "https://example.org/a?b=1#c, https://example.org:443/a?b=1",
        "HTTP://EXAMPLE.org, http://example.org:80/",
        "http://example.org.:8080/, http://example.org:8080/",
        "https://ví-dụ.vn/ảnh 1.png, https://xn--v-d-rma6749a.vn:443/%E1%BA%A3nh%201.png",
        "http://a_b.example/x|y, http://a_b.example:80/x%7Cy",
        "https://8.8.8.8/x, https://8.8.8.8:443/x",
        "https://[2A00::1]/x, https://[2a00::1]:443/x",
        "https://example.org?x=1, https://example.org:443/?x=1"
    })
    void isTakenApart(String text, String read) {
        assertThat(RemoteAddress.parse(text)).asString().isEqualTo(read);
    }

    @Tag("T32")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.org/",
                "file:///etc/passwd",
                "//example.org/",
                "https:/example.org",
                "https:///x",
                "https://",
                "https://a:b@example.org/",
                "https://example.org\\@evil.example/",
                "https://127.1/",
                "https://0/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.1/",
                "https://0177.0.0.1/",
                "https://127.0.0.01/",
                "https://256.0.0.1/",
                "https://1.2.3.4.5/",
                "https://[fe80::1%25eth0]/",
                "https://exa mple.org/",
                "https://example.org:99999999/",
                "https://-/\r\nHost: x",
                "https://a..b/"
            })
    void whatIsDoubtfulIsNoAddress(String text) {
        var read = RemoteAddress.parse(text);
        assertThat(read == null || read.host().equals("-")).isTrue();
        if (read != null) assertThat(read.target()).doesNotContain("\r", "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/x/y?z, /b, https://a.example:443/b",
        "https://a.example/x/y?z=/1, b.png, https://a.example:443/x/b.png",
        "https://a.example/x, //b.example/c, https://b.example:443/c",
        "http://a.example/x, https://b.example/c, https://b.example:443/c",
        "http://a.example/x, http://127.0.0.1/c, http://127.0.0.1:80/c"
    })
    void redirectsAreAddresses(String from, String location, String to) {
        var address = Objects.requireNonNull(RemoteAddress.parse(from));
        assertThat(address.follow(location)).asString().isEqualTo(to);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://b.example/", "file:///x", "gopher://b.example/", "javascript:x"})
    void someRedirectsLeadNowhere(String location) {
        var address = Objects.requireNonNull(RemoteAddress.parse("https://a.example/"));
        assertThat(address.follow(location)).isNull();
    }
}
