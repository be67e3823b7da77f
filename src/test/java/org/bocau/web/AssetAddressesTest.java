package org.bocau.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Which addresses in pages have the assets' version. */
class AssetAddressesTest {
    @ParameterizedTest
    @CsvSource({
        "/assets/css/base.css, /assets/v1/css/base.css",
        "/assets/v1/css/base.css, /assets/v1/css/base.css",
        "/mail/inbox/12, /mail/inbox/12",
        "https://elsewhere.example/assets/a, https://elsewhere.example/assets/a"
    })
    void assetsHaveItAndNothingElse(String address, String written)
            throws IOException, ServletException {
        var chain = new MockFilterChain();
        new AssetAddresses("v1")
                .doFilter(new MockHttpServletRequest(), new MockHttpServletResponse(), chain);
        var page = (HttpServletResponse) Objects.requireNonNull(chain.getResponse());
        assertThat(page.encodeURL(address)).isEqualTo(written);
    }
}
