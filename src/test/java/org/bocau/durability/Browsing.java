package org.bocau.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.CookieManager;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.bocau.testing.ChildServer;
import org.bocau.testing.TestServer;

/** Somebody at the webmail, without a browser: large files would only be the browser's test. */
final class Browsing implements AutoCloseable {
    private static final Pattern CSRF =
            Pattern.compile("name=\"_csrf\"\\s+(?:content|value)=\"([^\"]+)\"");
    private static final String BOUNDARY = "f1le";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ChildServer server;
    private final HttpClient client;

    Browsing(ChildServer server) {
        this.server = server;
        this.client =
                HttpClient.newBuilder()
                        .cookieHandler(new CookieManager())
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build();
    }

    void signIn(String account) throws IOException, InterruptedException {
        var form =
                form("_csrf", token("/sign-in"))
                        + form("username", ChildServer.address(account))
                        + form("password", TestServer.PASSWORD);
        var page = send(post("/sign-in", form).build());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.uri().getPath()).isNotEqualTo("/sign-in");
    }

    private String token(String path) throws IOException, InterruptedException {
        var page = send(request(path).build());
        var found = CSRF.matcher(page.body());
        assertThat(found.find()).as("a token in " + path).isTrue();
        return found.group(1);
    }

    private static String form(String name, String value) {
        return "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder post(String path, String form) {
        return request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form.substring(1)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.web().resolve(path)).timeout(Duration.ofMinutes(5));
    }

    private HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    /** Reads what is behind a path to its end. */
    void download(String path, OutputStream to) throws IOException {
        try {
            var response = client.send(request(path).build(), BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            try (var in = response.body()) {
                in.transferTo(to);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Waits until a page is there: what is sent can be taken back for some seconds. */
    void await(String path) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (send(request(path).build()).statusCode() != 200) {
            assertThat(System.nanoTime()).as(path + " in time").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    /** Sends a message with a file to the account itself. */
    void sendFile(String to, Supplier<InputStream> content)
            throws IOException, InterruptedException {
        var token = token("/compose");
        var head =
                "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"large.bin\"\r\n\r\n"
                        .formatted(BOUNDARY);
        var end = "\r\n--%s--\r\n".formatted(BOUNDARY);
        Supplier<InputStream> body =
                () ->
                        new SequenceInputStream(
                                new SequenceInputStream(octets(head), content.get()), octets(end));
        var taken =
                send(
                        request("/compose/files")
                                .header("X-CSRF-TOKEN", token)
                                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                                .POST(BodyPublishers.ofInputStream(body))
                                .build());
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        var id = taken.body().replaceFirst("(?s).*\"id\":\"([0-9a-f]+)\".*", "$1");
        var form =
                form("_csrf", token)
                        + form("to", ChildServer.address(to))
                        + form("subject", "large from the web")
                        + form("attachments", id);
        var sent = send(post("/compose/send", form).build());
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
    }

    /**
     * Brings mail in from a file, what is there already too.
     *
     * @return the path of the import
     */
    String importMail(String name, byte[] octets) throws IOException, InterruptedException {
        var token = token("/settings/transfer");
        var taken =
                send(
                        request("/settings/transfer/upload?name=" + name)
                                .header("X-CSRF-TOKEN", token)
                                .header("Content-Type", "application/octet-stream")
                                .POST(BodyPublishers.ofByteArray(octets))
                                .build());
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        var id = taken.body().replaceFirst("(?s).*\"id\":\"([^\"]+)\".*", "$1");
        var form = form("_csrf", token) + form("upload", id) + form("into", "inbox");
        var begun = send(post("/settings/transfer/import", form).build());
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(200);
        return begun.uri().getPath();
    }

    /** Waits until an import is over. */
    void awaitImport(String path) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + 3 * PATIENCE.toNanos();
        var asking = request(path).header("Accept", "application/json").build();
        for (var told = send(asking); !told.body().contains("\"open\":false"); ) {
            assertThat(System.nanoTime()).as(told.body()).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            told = send(asking);
        }
    }

    private static InputStream octets(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() {
        client.shutdownNow(); // an answer that nobody has read to its end would be waited for
    }
}
