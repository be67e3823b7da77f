package org.bocau.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One user's cookies, and the pages that come for them. */
final class Browser {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int MOST_REDIRECTS = 5;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI home;
    private final Map<String, String> cookies = new TreeMap<>();

    Browser(int port) {
        this.home = URI.create("http://127.0.0.1:" + port + "/");
    }

    /** What came, after redirects. */
    String get(String path, String... headers) throws IOException {
        return follow(HttpRequest.newBuilder(home.resolve(path)).GET(), headers);
    }

    String post(String path, Map<String, String> form, String... headers) throws IOException {
        var body =
                form.entrySet().stream()
                        .map(field -> escaped(field.getKey()) + "=" + escaped(field.getValue()))
                        .collect(Collectors.joining("&"));
        var request =
                HttpRequest.newBuilder(home.resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", home.toString().replaceAll("/$", ""))
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        return follow(request, headers);
    }

    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What the first group of the pattern finds in a page. */
    static String found(Pattern pattern, String page) throws IOException {
        Matcher matcher = pattern.matcher(page);
        if (!matcher.find()) {
            throw new IOException("the page has no " + pattern + ": " + page.lines().findFirst());
        }
        return matcher.group(1);
    }

    private String follow(HttpRequest.Builder request, String... headers) throws IOException {
        var response = send(request, headers);
        for (int redirects = 0; response.statusCode() / 100 == 3; redirects++) {
            if (redirects == MOST_REDIRECTS) {
                throw new IOException("too many redirects");
            }
            var to = response.headers().firstValue("Location").orElseThrow();
            var next = HttpRequest.newBuilder(response.uri().resolve(to)).GET();
            response = send(next, headers);
        }
        if (response.statusCode() != 200) {
            throw new IOException(response.statusCode() + " for " + response.uri());
        }
        return response.body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... headers)
            throws IOException {
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            var response =
                    client.send(
                            request.timeout(PATIENCE).build(),
                            HttpResponse.BodyHandlers.ofString());
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            return response;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void keep(String cookie) {
        var pair = cookie.split(";", 2)[0].split("=", 2);
        cookies.put(pair[0].strip(), pair.length > 1 ? pair[1] : "");
    }
}
