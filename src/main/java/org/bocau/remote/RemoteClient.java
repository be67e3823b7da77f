package org.bocau.remote;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.bocau.net.Dns;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Service;

/**
 * Asks web servers that letters name. Public addresses and the ports 80 and 443 only; nothing of a
 * user goes with the question, and each has a connection of its own, so that nothing is left of it
 * either; certificates must be valid for the name; time, octets and redirects are bounded.
 */
@Service
public final class RemoteClient implements DisposableBean {
    private static final String AGENT = "Mozilla/5.0 (compatible; Bo-Cau)";
    private static final int MAX_REDIRECTS = 3;
    private static final int MAX_LINE = 8192;
    private static final int MAX_FIELDS = 100;

    private final RemoteProperties properties;
    private final CloseableHttpClient http;
    private final Semaphore turns;
    private final ScheduledExecutorService watchdog =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("remote-watch").factory());

    @Autowired
    RemoteClient(RemoteProperties properties, Dns dns) {
        this(properties, dns, DefaultClientTlsStrategy.createDefault());
    }

    /** For tests, which have certificates of their own. */
    RemoteClient(RemoteProperties properties, Dns dns, SSLContext trust) {
        this(properties, dns, new DefaultClientTlsStrategy(trust));
    }

    /**
     * For tests of who asks: one port of this machine's loopback may be asked as well, and this is
     * whose certificates are believed.
     */
    public static RemoteClient onLoopback(int port, Dns dns, SSLContext trust) {
        return new RemoteClient(RemoteProperties.onLoopback(port), dns, trust);
    }

    private RemoteClient(RemoteProperties properties, Dns dns, DefaultClientTlsStrategy tls) {
        this.properties = properties;
        this.turns = new Semaphore(properties.atOnce(), true);
        var patience = Timeout.of(properties.time());
        var wire =
                Http1Config.custom()
                        .setMaxLineLength(MAX_LINE)
                        .setMaxHeaderCount(MAX_FIELDS)
                        .setMaxEmptyLineCount(2)
                        .build();
        var connections =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new CheckedHosts(dns, properties.loopbackPort()))
                        .setTlsSocketStrategy(tls)
                        .setConnectionFactory(
                                ManagedHttpClientConnectionFactory.builder()
                                        .http1Config(wire)
                                        .build())
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(Timeout.of(properties.connectTimeout()))
                                        .setSocketTimeout(patience)
                                        .build())
                        .setMaxConnTotal(properties.atOnce())
                        .setMaxConnPerRoute(properties.atOnce())
                        .build();
        this.http =
                HttpClientBuilder.create()
                        .setConnectionManager(connections)
                        .setConnectionReuseStrategy((_, _, _) -> false)
                        .setDefaultRequestConfig(
                                RequestConfig.custom()
                                        .setProtocolUpgradeEnabled(false)
                                        .setConnectionRequestTimeout(patience)
                                        .setResponseTimeout(patience)
                                        .build())
                        .setUserAgent(AGENT)
                        .disableAuthCaching()
                        .disableAutomaticRetries()
                        .disableConnectionState()
                        .disableContentCompression()
                        .disableCookieManagement()
                        .disableRedirectHandling()
                        .build();
    }

    /**
     * @param type the media type, in lower case, without parameters; empty without one
     * @param content whole; nothing unless the status is 200 to 299
     */
    public record Reply(int status, String type, byte[] content) {
        public boolean successful() {
            return status / 100 == 2;
        }
    }

    /** What is behind a request that was sent: an answer, or another place to ask. */
    private sealed interface Step {
        record Answer(Reply reply) implements Step {}

        record Elsewhere(String location) implements Step {}
    }

    /**
     * Fetches what is there. Redirects are followed a few times, each judged like the first place.
     *
     * @param accept media types, as the field of the request has them
     * @param maxOctets of the content
     * @throws RemoteRefusal we do not ask there, or it is too much
     * @throws IOException no answer in time, or none that can be read
     */
    public Reply get(RemoteAddress place, String accept, int maxOctets) throws IOException {
        long end = System.nanoTime() + properties.time().toNanos();
        var next = place;
        for (int hops = 0; hops <= MAX_REDIRECTS; hops++) {
            var request = new HttpGet(next.target());
            request.setHeader(HttpHeaders.ACCEPT, accept);
            switch (exchange(request, next, maxOctets, end)) {
                case Step.Answer(Reply reply) -> {
                    return reply;
                }
                case Step.Elsewhere(String location) -> {
                    var there = next.follow(location);
                    if (there == null) {
                        throw new RemoteRefusal("a redirect to nowhere we go");
                    }
                    next = there;
                }
            }
        }
        throw new RemoteRefusal("too many redirects");
    }

    /**
     * Gives content to a server; a redirect is an answer like any other and not followed.
     *
     * @throws RemoteRefusal we do not ask there, or it is too much
     * @throws IOException no answer in time, or none that can be read
     */
    public Reply post(RemoteAddress place, String type, byte[] content, int maxOctets)
            throws IOException {
        return post(place, type, Map.of(), content, maxOctets);
    }

    /**
     * The same with header fields of our own making: no word of a stranger's may stand in them.
     *
     * @throws RemoteRefusal we do not ask there, or it is too much
     * @throws IOException no answer in time, or none that can be read
     */
    public Reply post(
            RemoteAddress place,
            String type,
            Map<String, String> fields,
            byte[] content,
            int maxOctets)
            throws IOException {
        long end = System.nanoTime() + properties.time().toNanos();
        var request = new HttpPost(place.target());
        fields.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(content, ContentType.create(type)));
        return switch (exchange(request, place, maxOctets, end)) {
            case Step.Answer(Reply reply) -> reply;
            case Step.Elsewhere _ -> new Reply(303, "", new byte[0]);
        };
    }

    private Step exchange(HttpUriRequestBase request, RemoteAddress place, int max, long end)
            throws IOException {
        if (!place.usualPort() && place.port() != properties.loopbackPort()) {
            throw new RemoteRefusal("port " + place.port() + " is not one of the web");
        }
        request.setHeader(HttpHeaders.CONNECTION, "close");
        long left = end - System.nanoTime();
        if (!turn(left)) {
            throw new RemoteRefusal("too many questions at once");
        }
        var watch = watchdog.schedule(request::abort, left, TimeUnit.NANOSECONDS);
        try {
            var host = new HttpHost(place.secure() ? "https" : "http", place.host(), place.port());
            return ask(host, request, max);
        } finally {
            watch.cancel(false);
            turns.release();
        }
    }

    private boolean turn(long nanos) {
        try {
            return turns.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The connection is cut rather than closed: closing would read what we do not want. */
    private Step ask(HttpHost host, HttpUriRequestBase request, int max) throws IOException {
        var response = http.executeOpen(host, request, null);
        try {
            return step(response, max);
        } finally {
            request.abort();
            try {
                response.close();
            } catch (IOException cut) {
                // as it should be
            }
        }
    }

    private static Step step(ClassicHttpResponse response, int max) throws IOException {
        int status = response.getCode();
        var location = response.getFirstHeader(HttpHeaders.LOCATION);
        if (status / 100 == 3 && location != null) {
            return new Step.Elsewhere(location.getValue());
        }
        var entity = response.getEntity();
        if (status / 100 != 2 || entity == null) {
            return new Step.Answer(new Reply(status, "", new byte[0]));
        }
        if (entity.getContentEncoding() != null || entity.getContentLength() > max) {
            throw new RemoteRefusal("packed, or over " + max + " octets");
        }
        var type = entity.getContentType() == null ? "" : entity.getContentType();
        var bare = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return new Step.Answer(new Reply(status, bare, content(entity.getContent(), max)));
    }

    private static byte[] content(InputStream in, int max) throws IOException {
        byte[] content = in.readNBytes(max + 1);
        if (content.length > max) {
            throw new RemoteRefusal("over " + max + " octets");
        }
        return content;
    }

    @Override
    public void destroy() throws IOException {
        watchdog.shutdownNow();
        http.close();
    }
}
