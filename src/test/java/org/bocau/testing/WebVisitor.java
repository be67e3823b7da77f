package org.bocau.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.FormElement;

/**
 * Somebody with a browser that has no scripts: follows links, fills in forms, keeps cookies. What
 * works for this visitor works without JavaScript.
 */
public final class WebVisitor {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient client;
    private final URI site;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Answer last;

    private WebVisitor(URI site) {
        this.site = site;
        this.client =
                HttpClient.newBuilder()
                        .cookieHandler(new CookieManager())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
        this.last = new Answer(0, Map.of(), Jsoup.parse(""), site);
    }

    /** What came back after redirects were followed. */
    public record Answer(int status, Map<String, List<String>> headers, Document page, URI at) {
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                    .collect(Collectors.joining(", "));
        }

        /** The error shown at a field; empty when there is none. */
        public String errorAt(String field) {
            return page.select("#" + field + "-error").text();
        }

        /** The toast or banner with live text, and alerts. */
        public String notice() {
            return page.select("[role=status]:not([hidden]), [role=alert]:not([hidden])").text();
        }
    }

    public static WebVisitor of(TestServer server) {
        return of(server.web());
    }

    public static WebVisitor of(URI site) {
        return new WebVisitor(site);
    }

    /** A visitor who has signed in. */
    public static WebVisitor signedIn(TestServer server, TestAccount account) {
        var visitor = of(server);
        if (!visitor.signIn(account.login(), account.password())) {
            throw new AssertionError("cannot sign in as " + account.login());
        }
        return visitor;
    }

    /** Signs in, and does not follow to the webmail. False when refused. */
    public boolean signIn(String login, String password) {
        get("/sign-in");
        var fields = new LinkedHashMap<String, String>();
        fields.put("_csrf", last.page().select("input[name=_csrf]").val());
        fields.put("username", login);
        fields.put("password", password);
        var answer = send("POST", "/sign-in", encoded(fields));
        return !answer.header("location").endsWith("/sign-in");
    }

    /** Sends this header with every request from now on. */
    public WebVisitor with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public Answer get(String path) {
        return follow(request(site.resolve(path)).GET());
    }

    /** The head of an answer, whose body need not end. */
    public Answer head(String path) {
        try {
            var request = request(site.resolve(path)).GET().build();
            var response = client.send(request, BodyHandlers.ofInputStream());
            response.body().close();
            return new Answer(
                    response.statusCode(),
                    response.headers().map(),
                    Jsoup.parse(""),
                    response.uri());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Uploads a file as a script does, with the token of the last page; the answer is JSON. */
    public Answer upload(String path, String field, String name, String content) {
        var body =
                "--limit\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n%s\r\n--limit--\r\n"
                        .formatted(field, name, content);
        return once(
                request(site.resolve(path))
                        .setHeader("Accept", "application/json")
                        .header("Content-Type", "multipart/form-data; boundary=limit")
                        .header(
                                "X-CSRF-TOKEN",
                                last.page().select("meta[name=_csrf]").attr("content"))
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Uploads a file as a script does that sends nothing but its octets; the answer is JSON. */
    public Answer upload(String path, byte[] octets) {
        return once(
                request(site.resolve(path))
                        .setHeader("Accept", "application/json")
                        .header("Content-Type", "application/octet-stream")
                        .header(
                                "X-CSRF-TOKEN",
                                last.page().select("meta[name=_csrf]").attr("content"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(octets)));
    }

    /**
     * The octets of a file.
     *
     * @throws UncheckedIOException it broke off
     */
    public byte[] download(String path) {
        try {
            var answer =
                    client.send(request(site.resolve(path)).build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) throw new AssertionError(path + answer.statusCode());
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a request as it is and follows nothing. */
    public Answer send(String method, String path, String body) {
        return once(
                request(site.resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    /**
     * Fills in the form of the last page that goes to {@code action} and sends it.
     *
     * @param fields names and values in turn; a field that is not named keeps what it has
     */
    public Answer submit(String action, String... fields) {
        var form =
                last.page().select("form").stream()
                        .filter(f ->
                                f.attr("action").equals(action) && f.attr("method").equals("post"))
                        .map(f -> (FormElement) f)
                        .findFirst()
                        .orElseThrow(() ->
                                new AssertionError(
                                        "no form goes to "
                                                + action
                                                + " on "
                                                + last.at()
                                                + ":\n"
                                                + last.page().body()));
        var values = new LinkedHashMap<String, String>();
        form.formData().forEach(pair -> values.put(pair.key(), pair.value()));
        for (int i = 0; i < fields.length; i += 2) values.put(fields[i], fields[i + 1]);
        return post(action, values);
    }

    /** Posts fields with the token of the last page. */
    public Answer post(String path, String... fields) {
        var values = new LinkedHashMap<String, String>();
        var token = last.page().select("meta[name=_csrf]").first();
        if (token != null) values.put("_csrf", token.attr("content"));
        for (int i = 0; i < fields.length; i += 2) values.put(fields[i], fields[i + 1]);
        return post(path, values);
    }

    private Answer post(String path, Map<String, String> values) {
        return follow(
                request(site.resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(encoded(values))));
    }

    /** The page seen last. */
    public Answer last() {
        return last;
    }

    /** The address a link leads to. */
    public String link(String css) {
        return Objects.requireNonNull(last.page().select(css).first(), css).attr("href");
    }

    private Answer follow(HttpRequest.Builder request) {
        var answer = once(request);
        for (int hops = 0; answer.status() / 100 == 3 && hops < 10; hops++) {
            var to = answer.at().resolve(answer.header("location"));
            answer = once(request(to).GET());
        }
        last = answer;
        return answer;
    }

    private HttpRequest.Builder request(URI uri) {
        var request = HttpRequest.newBuilder(uri).timeout(PATIENCE).header("Accept", "text/html");
        headers.forEach(request::setHeader);
        return request;
    }

    private Answer once(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(
                    response.statusCode(),
                    response.headers().map(),
                    Jsoup.parse(response.body(), response.uri().toString()),
                    response.uri());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
