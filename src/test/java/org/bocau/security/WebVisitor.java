package org.bocau.security;

import java.io.InputStream;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;

/** Somebody with a browser: cookies are kept, redirects are shown, not followed. */
final class WebVisitor {
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final CookieManager cookies = new CookieManager();
    private final URI web;
    private final HttpClient client;

    WebVisitor(TestServer server) {
        web = server.web();
        client =
                HttpClient.newBuilder()
                        .cookieHandler(cookies)
                        .connectTimeout(Duration.ofSeconds(10))
                        .build();
    }

    static WebVisitor signedIn(TestServer server, TestAccount account) throws Exception {
        var visitor = new WebVisitor(server);
        visitor.signIn(account.login(), account.password());
        return visitor;
    }

    HttpResponse<String> signIn(String login, String password) throws Exception {
        return post("/sign-in", "username", login, "password", password);
    }

    /** The session's id, or nothing. */
    String session() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("bocau-session"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    CookieManager cookies() {
        return cookies;
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send(request(path, headers).GET());
    }

    /** Asks without a body and looks at the head of the answer only: some streams do not end. */
    HttpResponse<InputStream> head(String method, String path) throws Exception {
        var request = request(path).method(method, BodyPublishers.noBody()).build();
        var answer = client.send(request, BodyHandlers.ofInputStream());
        answer.body().close();
        return answer;
    }

    /** Posts a form with the session's token. */
    HttpResponse<String> post(String path, String... fields) throws Exception {
        return post(path, List.of(), fields);
    }

    HttpResponse<String> post(String path, List<String> headers, String... fields)
            throws Exception {
        var all = new ArrayList<>(List.of(fields));
        all.add("_csrf");
        all.add(csrf());
        return postForged(path, headers, all.toArray(String[]::new));
    }

    /** Posts a form as it is. */
    HttpResponse<String> postForged(String path, List<String> headers, String... fields)
            throws Exception {
        var form = new ArrayList<String>();
        for (int i = 0; i < fields.length; i += 2) {
            form.add(fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return send(
                request(path, headers.toArray(String[]::new))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(String.join("&", form))));
    }

    String csrf() throws Exception {
        var form = CSRF.matcher(get("/sign-in").body());
        return form.find() ? form.group(1) : "";
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(web.resolve(path)).timeout(Duration.ofSeconds(30));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
