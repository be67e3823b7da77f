package org.bocau.webmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bocau.account.Directory;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderState;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MailServer;
import org.bocau.mailclient.Role;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.MethodParameter;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.async.StandardServletAsyncWebRequest;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitterReturnValueHandler;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The streams behind open pages, when the application stops. */
@IntegrationTest
class LiveMailTest {
    private final TestServer server;
    private final LiveMail live;

    LiveMailTest(TestServer server) {
        this.server = server;
        this.live =
                new LiveMail(
                        server.bean(MailServer.class),
                        server.bean(FolderStore.class),
                        server.bean(MailClient.class),
                        server.bean(Directory.class),
                        server.bean(WebmailProperties.class),
                        Duration.ofMillis(100));
    }

    /** It waited its whole grace for each open tab. */
    @Test
    void stopsBeforeTheWebServerWaitsForRequests() {
        var account = server.account("an");
        var an = new MailAccount(account.id(), account.login(), "An");
        var inbox = server.bean(FolderStore.class).list(an).require(Role.INBOX);
        live.start();
        var open = live.open(an, inbox, List.of(inbox), Map.of());
        live.stop();
        var late = live.open(an, inbox, List.of(inbox), Map.of());
        assertThatThrownBy(() -> open.send("x")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> late.send("x")).isInstanceOf(IllegalStateException.class);
        assertThat(live.getPhase()).isEqualTo(SmartLifecycle.DEFAULT_PHASE); // the first to stop
    }

    /** The page fetches by itself what the watch will not tell it. */
    @Test
    void aFolderThatIsNotWatchedInTimeIsToldAsChanged() throws Exception {
        var account = server.account("an");
        var an = new MailAccount(account.id(), account.login(), "An");
        var inbox = server.bean(FolderStore.class).list(an).require(Role.INBOX);
        var nobody = new MailAccount(account.id(), "nobody@" + server.domain(), "");
        live.start();
        try {
            var known = Map.of(inbox, new FolderState(1, 0, 0));
            var response = answer(live.open(nobody, inbox, List.of(inbox), known));
            var until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (!response.getContentAsString().contains("event:change"))
                assertThat(System.nanoTime()).as("it is told").isLessThan(until);
            assertThat(response.getContentAsString()).containsOnlyOnce("event:change");
        } finally {
            live.stop();
        }
    }

    /** What a browser gets of a stream. */
    private static MockHttpServletResponse answer(SseEmitter emitter) throws Exception {
        var request = new MockHttpServletRequest();
        request.setAsyncSupported(true);
        var response = new MockHttpServletResponse();
        var web = new ServletWebRequest(request, response);
        WebAsyncUtils.getAsyncManager(web)
                .setAsyncWebRequest(new StandardServletAsyncWebRequest(request, response));
        var open =
                LiveMail.class.getDeclaredMethod(
                        "open", MailAccount.class, Folder.class, List.class, Map.class);
        new ResponseBodyEmitterReturnValueHandler(
                        List.of(
                                new StringHttpMessageConverter(),
                                new JacksonJsonHttpMessageConverter()))
                .handleReturnValue(
                        emitter, new MethodParameter(open, -1), new ModelAndViewContainer(), web);
        return response;
    }

    /** It came after the stream listened and before the folder was compared. */
    @Test
    void whatTheWatchHasToldIsNoneThatWasMissed() {
        var known = new FolderState(5, 4, 0);
        var told = new LiveMail.Told();
        assertThat(told.missed(known, new FolderState(7, 6, 2))).isEqualTo(2);
        told.add(1);
        assertThat(told.missed(known, new FolderState(7, 6, 2))).isEqualTo(1);
        told.add(1);
        assertThat(told.missed(known, new FolderState(7, 6, 2))).isZero();
        told.add(1); // came while they were compared
        assertThat(told.missed(known, new FolderState(7, 6, 2))).isZero();
    }

    /** The list was fetched twice for one letter that came as the page opened. */
    @Test
    void nothingIsToldTwice() {
        var known = new FolderState(5, 4, 0);
        var told = new LiveMail.Told();
        assertThat(told.more(known, known)).isFalse();
        assertThat(told.more(known, new FolderState(5, 3, 0))).as("one has gone").isTrue();
        assertThat(told.more(known, new FolderState(6, 5, 1))).isTrue();
        told.add(1);
        assertThat(told.more(known, new FolderState(6, 5, 1))).isFalse();
        assertThat(told.more(known, new FolderState(7, 6, 2))).isTrue();
    }
}
