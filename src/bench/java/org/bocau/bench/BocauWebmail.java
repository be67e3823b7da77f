package org.bocau.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Ours, as htmx asks for its parts. */
final class BocauWebmail implements Webmail {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final Pattern ROW = Pattern.compile("data-key=\"inbox:(\\d+)[.\"]");
    private static final Pattern HTML = Pattern.compile("<iframe[^>]* src=\"(/mail/[^\"]*)\"");

    private final int port;

    BocauWebmail(int port) {
        this.port = port;
    }

    @Override
    public Session signIn(String user, String password) throws IOException {
        var browser = new Browser(port);
        var form = browser.get("/sign-in");
        var page =
                browser.post(
                        "/sign-in",
                        Map.of(
                                "_csrf",
                                Browser.found(TOKEN, form),
                                "username",
                                user,
                                "password",
                                password));
        if (!ROW.matcher(page).find()) {
            page = browser.get("/mail/inbox");
        }
        if (!ROW.matcher(page).find()) {
            throw new IOException("no list after the sign-in");
        }
        return new Signed(browser, Browser.found(TOKEN, page));
    }

    private record Signed(Browser browser, String token) implements Session {
        @Override
        public List<Long> list() throws IOException {
            var part =
                    browser.get("/mail/inbox", "HX-Request", "true", "HX-Target", "section#list");
            return ROW.matcher(part).results().map(row -> Long.valueOf(row.group(1))).toList();
        }

        @Override
        public void open(long uid) throws IOException {
            var part =
                    browser.get(
                            "/mail/inbox/" + uid,
                            "HX-Request",
                            "true",
                            "HX-Target",
                            "section#reading");
            var html = HTML.matcher(part);
            if (html.find()) {
                browser.get(html.group(1).replace("&amp;", "&"));
            }
        }

        @Override
        public int search(String word, boolean everywhere) throws IOException {
            var query = Browser.escaped(everywhere ? word : "subject:" + word);
            var part =
                    browser.get(
                            "/search?in=inbox&q=" + query,
                            "HX-Request",
                            "true",
                            "HX-Target",
                            "section#list");
            return (int) ROW.matcher(part).results().count();
        }

        @Override
        public void mark(long uid, boolean read) throws IOException {
            browser.post(
                    "/mail/actions",
                    Map.of("_csrf", token, "action", read ? "read" : "unread", "m", "inbox:" + uid),
                    "Accept",
                    "application/json");
        }

        @Override
        public void send(String to, String subject, String text) throws IOException {
            browser.get("/compose");
            var page =
                    browser.post(
                            "/compose",
                            Map.of(
                                    "_csrf", token, "to", to, "subject", subject, "body", text,
                                    "action", "send"),
                            "Accept",
                            "text/html");
            if (page.contains("id=\"problems\"")) {
                throw new IOException("not sent");
            }
        }
    }
}
