package org.bocau.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.util.Objects;
import org.bocau.security.SignInRefusal;
import org.bocau.testing.ExpectsErrors;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.security.web.WebAttributes;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.servlet.DispatcherServlet;

/** The frame, the sign-in page, and what is shown when something fails. */
@IntegrationTest
class WebShellTest {
    private final MockMvc mvc;

    WebShellTest(TestServer server) {
        var context = server.bean(DispatcherServlet.class).getWebApplicationContext();
        mvc = MockMvcBuilders.webAppContextSetup(Objects.requireNonNull(context)).build();
    }

    @Test
    void signInPageIsThereInBothLanguages() throws Exception {
        assertThat(page(get("/sign-in")))
                .contains("<html", "lang=\"en\"", "Sign in", "name=\"password\"");
        assertThat(page(get("/sign-in").header("Accept-Language", "vi-VN,vi;q=0.9,en;q=0.5")))
                .contains("lang=\"vi\"", "Đăng nhập");
        assertThat(
                        page(
                                get("/sign-in")
                                        .header("Accept-Language", "vi")
                                        .cookie(new Cookie("language", "en"))))
                .contains("lang=\"en\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REFUSED | | The address or the password is not right.",
                "UNAVAILABLE | | The mail store does not answer",
                "THROTTLED | PT30S | Please wait 30 seconds",
                "THROTTLED | PT1S | Please wait 1 second and",
                "THROTTLED | PT10M | Please wait 10 minutes"
            })
    void refusalIsToldOnceAndTheAddressStays(
            SignInRefusal.Reason reason, @Nullable Duration wait, String text) throws Exception {
        var refusal = new SignInRefusal(reason, "an@example.org", wait);
        assertThat(
                        page(
                                get("/sign-in")
                                        .sessionAttr(
                                                WebAttributes.AUTHENTICATION_EXCEPTION, refusal)))
                .contains(text, "value=\"an@example.org\"");
        assertThat(page(get("/sign-in"))).doesNotContain("role=\"alert\"");
    }

    @Tag("T60")
    @Test
    void typedAddressIsEscaped() throws Exception {
        var refusal =
                new SignInRefusal(SignInRefusal.Reason.REFUSED, "\"><b>${7*7}[[${7*7}]]", null);
        assertThat(
                        page(
                                get("/sign-in")
                                        .sessionAttr(
                                                WebAttributes.AUTHENTICATION_EXCEPTION, refusal)))
                .doesNotContain("<b>", "49");
    }

    @Test
    void themeOfTheCookieIsDrawnAtOnce() throws Exception {
        assertThat(page(get("/sign-in").cookie(new Cookie("theme", "dark"))))
                .contains("data-theme=\"dark\"");
        assertThat(page(get("/sign-in").cookie(new Cookie("theme", "\"><b>"))))
                .doesNotContain("data-theme");
    }

    @Test
    void assetsHaveTheirVersionInTheAddress() throws Exception {
        var address = AssetVersion.of("classpath*:/static/assets/**");
        mvc.perform(get("/assets/" + address + "/css/base.css")).andExpect(status().isOk());
        mvc.perform(get("/assets/0000000000/css/base.css")).andExpect(status().isNotFound());
    }

    @ExpectsErrors("failed: GET")
    @ParameterizedTest
    @CsvSource({
        "404, There is nothing here",
        "403, not open to you",
        "405, cannot be done",
        "500, went wrong",
        "418, could not be understood",
        "502, went wrong"
    })
    void errorPagesExplainAndNameTheRequest(int status, String text) throws Exception {
        var failed = failed(status).requestAttr(RequestIds.ATTRIBUTE, "k3v9x2m7");
        var page = mvc.perform(failed).andExpect(status().is(status)).andReturn().getResponse();
        assertThat(page.getContentAsString())
                .contains(text, "k3v9x2m7")
                .doesNotContain("Exception");
    }

    @ExpectsErrors("failed: GET")
    @Test
    void storeThatIsDownIsSaidHonestly() throws Exception {
        var failure =
                new IllegalStateException(
                        "secret", new DataAccessResourceFailureException("jdbc:postgresql://db"));
        var failed = failed(500).requestAttr(RequestDispatcher.ERROR_EXCEPTION, failure);
        var page =
                mvc.perform(failed)
                        .andExpect(status().isServiceUnavailable())
                        .andReturn()
                        .getResponse();
        assertThat(page.getHeader("Retry-After")).isEqualTo("10");
        assertThat(page.getContentAsString())
                .contains("Nothing is lost", "href=\"/admin\"")
                .doesNotContain("secret", "jdbc");
    }

    @Test
    void htmxGetsOnlyThePanel() throws Exception {
        var page = mvc.perform(failed(404).header("HX-Request", "true")).andReturn().getResponse();
        assertThat(page.getContentAsString())
                .contains("There is nothing here")
                .doesNotContain("<html");
    }

    @Test
    void errorAskedForDirectlyIsNothing() throws Exception {
        mvc.perform(get("/error")).andExpect(status().isNotFound());
    }

    private static MockHttpServletRequestBuilder failed(int status) {
        return get("/error")
                .requestAttr(RequestDispatcher.ERROR_STATUS_CODE, status)
                .requestAttr(RequestDispatcher.ERROR_REQUEST_URI, "/admin");
    }

    private String page(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(request)
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();
    }
}
