package org.bocau.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.bocau.account.Directory;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** A web session lives twelve hours, however busy it is. */
@IntegrationTest
class SessionGuardTest {
    private static final String SESSION_ID = SessionGuard.class.getName() + ".id";

    private final HandClock clock = new HandClock();
    private final Directory directory;
    private final SessionGuard guard;
    private final WebSessions sessions;
    private final JdbcClient jdbc;
    private final WebUser user;

    SessionGuardTest(TestServer server) {
        directory = server.bean(Directory.class);
        sessions = server.bean(WebSessions.class);
        jdbc = server.bean(JdbcClient.class);
        guard = new SessionGuard(directory, sessions, clock, Duration.ofHours(12));
        user = WebUser.of(directory.account(server.account("an").id()).orElseThrow());
    }

    @AfterEach
    void nobody() {
        SecurityContextHolder.clearContext();
    }

    private MockHttpSession session() {
        var session = new MockHttpSession();
        SessionGuard.begin(session, clock.instant(), began());
        return session;
    }

    private String began() {
        return sessions.begin(user.account(), InetAddress.getLoopbackAddress(), "Firefox");
    }

    /** Whether the request was let through as the user's. */
    private boolean passes(MockHttpSession session, WebUser as) throws Exception {
        SecurityContextHolder.getContext()
                .setAuthentication(
                        UsernamePasswordAuthenticationToken.authenticated(as, null, List.of()));
        var request = new MockHttpServletRequest();
        request.setSession(session);
        guard.doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
        boolean signedIn = SecurityContextHolder.getContext().getAuthentication() != null;
        assertThat(session.isInvalid()).isEqualTo(!signedIn);
        return signedIn;
    }

    @Test
    void endsAfterItsTime() throws Exception {
        var session = session();

        clock.pass(Duration.ofHours(12).minusSeconds(1));
        assertThat(passes(session, user)).isTrue();
        clock.pass(Duration.ofSeconds(1));
        assertThat(passes(session, user)).isFalse();
    }

    @Test
    void endsWhenTheCredentialsHaveGrown() throws Exception {
        var older =
                new WebUser(
                        user.account(), user.address(), "", false, null, user.credentials() - 1);

        assertThat(passes(session(), older)).isFalse();
    }

    @Test
    void endsWhenItsOwnerEndsIt() throws Exception {
        var one = session();
        var other = session();
        var kept = session();
        assertThat(sessions.of(user.account())).hasSize(3);

        sessions.end(user.account(), String.valueOf(one.getAttribute(SESSION_ID)));
        assertThat(passes(one, user)).isFalse();
        assertThat(passes(other, user)).isTrue();
        sessions.endOthers(user.account(), String.valueOf(kept.getAttribute(SESSION_ID)));
        assertThat(passes(other, user)).isFalse();
        assertThat(passes(kept, user)).isTrue();
    }

    @Test
    void theOldestOfTooManyGivesWay() throws Exception {
        var first = session();
        for (int i = 0; i < WebSessions.MOST; i++) session();

        assertThat(sessions.of(user.account())).hasSize(WebSessions.MOST);
        assertThat(passes(first, user)).isFalse();
    }

    @Test
    void manyMayBeginAtOnce() throws Exception {
        for (int i = 0; i < WebSessions.MOST; i++) began();
        var browsers = new ArrayList<Callable<String>>();
        for (int i = 0; i < 16; i++) browsers.add(this::began);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var begun : threads.invokeAll(browsers, 60, TimeUnit.SECONDS)) {
                assertThat(begun.get()).isNotEmpty();
            }
        }

        began(); // those who met at the oldest left it to each other
        assertThat(sessions.of(user.account())).hasSize(WebSessions.MOST);
    }

    @Test
    void whatHasTimedOutIsForgottenWithTheNextOne() {
        var forgotten = session();
        jdbc.sql("update web_session set used_at = now() - interval '1 hour' where id = ?")
                .param(forgotten.getAttribute(SESSION_ID))
                .update();

        var next = began();

        var left =
                jdbc.sql("select id from web_session where account_id = ?")
                        .param(user.account().value())
                        .query(String.class)
                        .list();
        assertThat(left).contains(next).doesNotContain((String) forgotten.getAttribute(SESSION_ID));
    }

    @Test
    void neverBeganWithoutItsMark() throws Exception {
        assertThat(passes(new MockHttpSession(), user)).isFalse();
    }
}
