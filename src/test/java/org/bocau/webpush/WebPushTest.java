package org.bocau.webpush;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebSite;
import org.bocau.testing.WebVisitor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From a browser that subscribes to a push it can read, over HTTP. RFC 8030, 8291, 8292. */
@IntegrationTest
class WebPushTest {
    private static final String PAGE = "/settings/notifications";

    private final TestServer server;
    private final TestAccount an;
    private final WebVisitor owner;
    private final PushReader browser = new PushReader();
    private final BlockingQueue<Push> pushed = new LinkedBlockingQueue<>();
    private final String path;
    private volatile int answer = 201;

    /** What the push service was given. */
    private record Push(String authorization, String encoding, String ttl, byte[] content) {}

    WebPushTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
        this.owner = WebVisitor.signedIn(server, an);
        this.path = "/push/" + an.id().value();
        WebSite.shared()
                .at(
                        path,
                        exchange -> {
                            var fields = exchange.getRequestHeaders();
                            pushed.add(
                                    new Push(
                                            fields.getFirst("Authorization"),
                                            fields.getFirst("Content-Encoding"),
                                            fields.getFirst("TTL"),
                                            exchange.getRequestBody().readAllBytes()));
                            exchange.sendResponseHeaders(answer, -1);
                        });
    }

    private WebVisitor.Answer subscribe(WebVisitor visitor, String endpoint) {
        visitor.get(PAGE);
        return visitor.post(
                PAGE, "endpoint", endpoint, "p256dh", browser.p256dh(), "auth", browser.auth());
    }

    private void mail(String subject) throws IOException {
        var message =
                "From: =?utf-8?q?Tr=E1=BA=A7n_B=C3=ACnh?= <binh@example.org>\r\nSubject: "
                        + subject
                        + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHẹn gặp ở ga.\r\n";
        server.deliver(an.login(), message.getBytes(StandardCharsets.UTF_8));
    }

    private @Nullable Push next() throws InterruptedException {
        return pushed.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void aBrowserIsToldOfNewMailAndOnlyItCanReadWhat() throws Exception {
        mail("was here before");
        assertThat(subscribe(owner, WebSite.shared().address(path)).status()).isEqualTo(204);
        mail("Gặp nhau");

        var push = Objects.requireNonNull(next(), "no push");
        assertThat(push.encoding()).isEqualTo("aes128gcm");
        assertThat(push.ttl()).isEqualTo("86400");
        assertThat(browser.read(push.content()))
                .contains("\"title\":\"Trần Bình\"", "Gặp nhau", "Hẹn gặp ở ga.", "/mail/inbox/2");
        assertThat(pushed).isEmpty();
        requireSigned(push.authorization());
    }

    /** RFC 8292 §2, §3. */
    private void requireSigned(String authorization) throws Exception {
        var fields = authorization.split("[ ,=]+");
        assertThat(fields[0] + fields[1] + fields[3]).isEqualTo("vapidtk");
        var token = fields[2].split("\\.");
        var key = Base64.getUrlDecoder().decode(fields[4]);
        assertThat(server.bean(PushSubscriptions.class).serverKey()).isEqualTo(fields[4]);
        var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(CurvePoint.key(key));
        signature.update((token[0] + "." + token[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(token[2]))).isTrue();
        var claims = new String(Base64.getUrlDecoder().decode(token[1]), StandardCharsets.UTF_8);
        assertThat(claims)
                .contains(
                        "\"aud\":\"http://127.0.0.1:" + WebSite.shared().port() + "\"", "mailto:");
    }

    @Test
    void aBrowserThatIsGoneIsForgotten() throws Exception {
        answer = 410;
        subscribe(owner, WebSite.shared().address(path));
        mail("one");
        assertThat(next()).isNotNull();
        mail("two");
        assertThat(pushed.poll(3, TimeUnit.SECONDS)).isNull();
        assertThat(server.bean(PushSubscriptions.class).of(an.id())).isEmpty();
    }

    /** What a push service would not take is offered again, and nothing twice. */
    @Test
    void nobodyIsToldUntilItsPushServiceHasTakenIt() throws Exception {
        answer = 503;
        subscribe(owner, WebSite.shared().address(path));
        mail("one");
        assertThat(next()).isNotNull();
        Awaitility.await().until(() -> watchRow().endsWith(" free"));
        assertThat(watchRow()).isEqualTo("0 free");
        answer = 201;
        mail("two");
        for (var subject : new String[] {"one", "two"}) {
            var push = Objects.requireNonNull(next(), "no push");
            assertThat(browser.read(push.content())).contains(subject);
        }
        Awaitility.await().until(() -> watchRow().equals("2 free"));
        assertThat(pushed).isEmpty();
    }

    /** Another node tells at once what this one could not before it stopped. */
    @Test
    void whatASlowPushServiceWasNotToldIsGivenBackAtTheEnd() throws Exception {
        var stopped = new CountDownLatch(1);
        WebSite.shared()
                .at(
                        path + "/slow",
                        exchange -> {
                            try {
                                var _ = stopped.await(30, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        subscribe(owner, WebSite.shared().address(path + "/slow"));
        mail("one");
        Awaitility.await().until(() -> watchRow().equals("0 held"));
        var watch = server.bean(NewMailWatch.class);
        try {
            watch.stop();
            assertThat(watchRow()).isEqualTo("0 free");
        } finally {
            stopped.countDown();
            watch.start();
        }
    }

    private String watchRow() {
        return server.jdbc()
                .sql(
                        """
                        select last_uid || case when leased_until <= now() then ' free' else ' held' end
                          from push_watch where account_id = ?
                        """)
                .param(an.id().value())
                .query(String.class)
                .single();
    }

    /** A flag changes, or mail goes to the archive: that is nothing to write down. */
    @Test
    void whereNothingIsNewNothingIsWritten() throws Exception {
        var news = server.bean(NewMail.class);
        mail("one");
        news.begin(an.id());
        var inbox = news.inbox(an.id()).orElseThrow();
        var before = version();
        assertThat(news.look(inbox, 0)).isEqualTo(new NewMail.Look.Nothing(1));
        assertThat(news.look(inbox, 1)).isEqualTo(new NewMail.Look.Nothing(1));
        assertThat(version()).isEqualTo(before);

        mail("two");
        var late = (NewMail.Look.News) news.look(inbox, 1);
        assertThat(news.look(inbox, 1)).isEqualTo(new NewMail.Look.Elsewhere());
        server.jdbc()
                .sql("update push_watch set leased_until = 'epoch' where account_id = ?")
                .param(an.id().value())
                .update();
        var ours = (NewMail.Look.News) news.look(inbox, 1);
        news.untold(an.id(), late.lease());
        news.told(an.id(), 2, late.lease());
        assertThat(watchRow()).as("whose lease has run out").isEqualTo("1 held");
        news.told(an.id(), 2, ours.lease());
        assertThat(news.look(inbox, 1)).isEqualTo(new NewMail.Look.Nothing(2));
    }

    private String version() {
        return server.jdbc()
                .sql("select xmin::text from push_watch where account_id = ?")
                .param(an.id().value())
                .query(String.class)
                .single();
    }

    @Test
    void anIdNamesOneBrowserForEver() {
        var subscriptions = server.bean(PushSubscriptions.class);
        subscribe(owner, WebSite.shared().address(path));
        var first = subscriptions.of(an.id()).getFirst();
        subscriptions.remove(an.id(), first.endpoint());
        subscribe(owner, WebSite.shared().address(path + "/another"));
        assertThat(subscriptions.of(an.id()).getFirst().id()).isNotEqualTo(first.id());
    }

    /** A key that is none must not keep the other browsers from being told. */
    @Test
    void aBrokenKeyIsNobodyElsesTrouble() throws Exception {
        subscribe(owner, WebSite.shared().address(path + "/broken"));
        server.jdbc()
                .sql("update push_subscription set public_key = ? where account_id = ?")
                .params(new byte[65], an.id().value())
                .update();
        subscribe(owner, WebSite.shared().address(path));
        mail("one");
        assertThat(browser.read(Objects.requireNonNull(next(), "no push").content()))
                .contains("one");
    }

    @Test
    void isEndedByItsOwnerAndNobodyElse() throws Exception {
        subscribe(owner, WebSite.shared().address(path));
        var binh = WebVisitor.signedIn(server, server.account("binh"));
        binh.get(PAGE);
        var id = server.bean(PushSubscriptions.class).of(an.id()).getFirst().id();
        binh.post(PAGE + "/remove", "id", Long.toString(id));
        binh.post(PAGE + "/remove-this", "endpoint", WebSite.shared().address(path));
        assertThat(owner.get(PAGE).page().select(".settings-list li")).hasSize(1);

        assertThat(owner.submit(PAGE + "/remove").page().select(".settings-list li")).isEmpty();
        mail("unheard");
        assertThat(pushed.poll(2, TimeUnit.SECONDS)).isNull();
    }

    /** A browser that two people share tells of the mail of whoever subscribed last. */
    @Test
    void aBrowserBelongsToOneAccount() {
        var endpoint = WebSite.shared().address(path);
        subscribe(owner, endpoint);
        var binh = server.account("binh");
        subscribe(WebVisitor.signedIn(server, binh), endpoint);
        assertThat(server.bean(PushSubscriptions.class).of(an.id())).isEmpty();
        assertThat(server.bean(PushSubscriptions.class).of(binh.id())).hasSize(1);
    }

    @Test
    void whatNoBrowserGivesIsRefused() {
        for (var endpoint :
                new String[] {"", "file:///etc/passwd", "http://a b/", "x".repeat(2000)}) {
            assertThat(subscribe(owner, endpoint).status()).as(endpoint).isEqualTo(400);
        }
        owner.get(PAGE);
        var keys =
                owner.post(
                        PAGE,
                        "endpoint",
                        "https://push.example/1",
                        "p256dh",
                        "AAAA",
                        "auth",
                        "AAAA");
        assertThat(keys.status()).isEqualTo(400);
        assertThat(server.bean(PushSubscriptions.class).of(an.id())).isEmpty();
    }

    @Test
    void manyAtOnceAreANumber() throws Exception {
        var notice = server.bean(Notice.class);
        var texts = notice.texts(an.id(), new NewMail.Arrivals(12, java.util.List.of()));
        assertThat(texts).hasSize(1);
        assertThat(new String(texts.getFirst(), StandardCharsets.UTF_8))
                .contains("12 new messages");
    }
}
