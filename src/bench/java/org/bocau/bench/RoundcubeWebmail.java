package org.bocau.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Roundcube 1.6, as the scripts of its Elastic skin ask it. */
final class RoundcubeWebmail implements Webmail {
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_token\" value=\"([^\"]+)\"");
    private static final Pattern TOKEN = Pattern.compile("\"request_token\":\"([^\"]+)\"");
    private static final Pattern ROW = Pattern.compile("add_message_row\\((\\d+)");
    private static final Pattern COMPOSE_ID = Pattern.compile("\"compose_id\":\"([^\"]+)\"");
    private static final Pattern IDENTITY =
            Pattern.compile("name=\"_from\".*?<option value=\"(\\d+)\"", Pattern.DOTALL);

    private final int port;

    RoundcubeWebmail(int port) {
        this.port = port;
    }

    @Override
    public Session signIn(String user, String password) throws IOException {
        var browser = new Browser(port);
        var form = browser.get("/?_task=login");
        var fields = new LinkedHashMap<String, String>();
        fields.put("_token", Browser.found(FORM_TOKEN, form));
        fields.put("_task", "login");
        fields.put("_action", "login");
        fields.put("_timezone", "Europe/Berlin");
        fields.put("_url", "");
        fields.put("_user", user);
        fields.put("_pass", password);
        var page = browser.post("/?_task=login", fields);
        var session = new Signed(browser, Browser.found(TOKEN, page));
        if (session.list().isEmpty()) {
            throw new IOException("no list after the sign-in");
        }
        return session;
    }

    private record Signed(Browser browser, String token) implements Session {
        private String asked(String query) throws IOException {
            return browser.get(
                    "/?_task=mail&_mbox=INBOX&_remote=1&_unlock=loading1&" + query,
                    "X-Requested-With",
                    "XMLHttpRequest",
                    "X-Roundcube-Request",
                    token);
        }

        @Override
        public List<Long> list() throws IOException {
            return ROW.matcher(asked("_action=list&_refresh=1&_layout=widescreen"))
                    .results()
                    .map(row -> Long.valueOf(row.group(1)))
                    .toList();
        }

        @Override
        public void open(long uid) throws IOException {
            var page =
                    browser.get("/?_task=mail&_mbox=INBOX&_framed=1&_action=preview&_uid=" + uid);
            if (!page.contains("id=\"messagebody\"")) {
                throw new IOException("no message");
            }
        }

        @Override
        public int search(String word, boolean everywhere) throws IOException {
            var where = everywhere ? "text" : "subject";
            var answer =
                    asked(
                            "_action=search&_interval=&_layout=widescreen&_filter=ALL&_scope=base&_headers="
                                    + where
                                    + "&_q="
                                    + Browser.escaped(word));
            return (int) ROW.matcher(answer).results().count();
        }

        @Override
        public void mark(long uid, boolean read) throws IOException {
            var form = new LinkedHashMap<String, String>();
            form.put("_uid", Long.toString(uid));
            form.put("_flag", read ? "read" : "unread");
            form.put("_mbox", "INBOX");
            form.put("_remote", "1");
            form.put("_unlock", "loading1");
            browser.post(
                    "/?_task=mail&_action=mark",
                    form,
                    "X-Requested-With",
                    "XMLHttpRequest",
                    "X-Roundcube-Request",
                    token);
        }

        @Override
        public void send(String to, String subject, String text) throws IOException {
            var page = browser.get("/?_task=mail&_action=compose");
            var form = new LinkedHashMap<String, String>();
            form.put("_token", Browser.found(FORM_TOKEN, page));
            form.put("_task", "mail");
            form.put("_action", "send");
            form.put("_id", Browser.found(COMPOSE_ID, page));
            form.put("_attachments", "");
            form.put("_from", Browser.found(IDENTITY, page));
            form.put("_to", to);
            form.put("_subject", subject);
            form.put("_message", text);
            form.put("_is_html", "0");
            form.put("_store_target", "Sent");
            form.put("_draft_saveid", "");
            form.put("_draft", "");
            var answer = browser.post("/?_task=mail&_unlock=loading1&_framed=1", form);
            if (!answer.contains("sent_successfully")) {
                throw new IOException("not sent: " + Map.of("answer", answer.strip()));
            }
        }

        @Override
        public void back() throws IOException {
            browser.get("/?_task=mail&_mbox=INBOX");
            if (list().isEmpty()) {
                throw new IOException("no list");
            }
        }
    }
}
