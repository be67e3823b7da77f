package org.bocau.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Ours, as htmx asks for its parts. */
final class BocauWebmail implements Webmail {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final Pattern ROW = Pattern.compile("data-key=\"inbox:(\\d+)[.\"]");
    private static final Pattern HTML = Pattern.compile("<iframe[^>]* src=\"(/mail/[^\"]*)\"");
    private static final Pattern AUTHOR = Pattern.compile("name=\"from\" value=\"([^\"]+)\"");
    private static final String INBOX = "/mail/inbox";

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
            page = browser.get(INBOX);
        }
        if (!ROW.matcher(page).find()) {
            throw new IOException("no list after the sign-in");
        }
        return new Signed(browser, Browser.found(TOKEN, page));
    }

    private record Signed(Browser browser, String token) implements Session {
        @Override
        public void holdNothing() throws IOException {
            browser.post(
                    "/settings/writing",
                    Map.of("_csrf", token, "undo-send", "0", "plain-text", "false"));
        }

        @Override
        public List<Long> list() throws IOException {
            var part = browser.get(INBOX, "HX-Request", "true", "HX-Target", "section#list");
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
            var form = browser.get("/compose");
            var fields = new LinkedHashMap<String, String>();
            fields.put("_csrf", token);
            fields.put("from", Browser.found(AUTHOR, form));
            fields.put("to", to);
            fields.put("cc", "");
            fields.put("bcc", "");
            fields.put("subject", subject);
            fields.put("format", "plain");
            fields.put("body", text);
            fields.put("back", INBOX);
            var answer = browser.post("/compose/send", fields, "Accept", "application/json");
            if (!answer.contains("\"problems\":[]")) {
                throw new IOException("not sent: " + answer);
            }
        }

        @Override
        public void back() throws IOException {
            var page = browser.get("/compose/sent?back=" + Browser.escaped(INBOX));
            if (!ROW.matcher(page).find()) {
                throw new IOException("no list");
            }
        }
    }
}
