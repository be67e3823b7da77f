package org.bocau.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.bocau.bench.Load.Figure;
import org.bocau.bench.Load.Run;
import org.bocau.bench.MailServer.Role;

/** What people do in a webmail whose INBOX is the large one: how long each click takes. */
final class WebLoads {
    /** Users at once. */
    static final int MANY = 16;

    private static final int ALONE_TIMES = 100;
    private static final int MANY_TIMES = 8;
    private static final AtomicLong serial = new AtomicLong(System.nanoTime());

    private WebLoads() {}

    /** A click. */
    private interface Click {
        /**
         * @param n the how-manieth of this user
         * @return what is to be the same on both servers
         */
        String now(Run run, Webmail.Session session, Person person, int n) throws IOException;
    }

    /**
     * @param shown UIDs of the page that is shown
     */
    private record Person(int number, List<Long> shown) {
        long message(int n) {
            return shown.get((number * 3 + n) % shown.size());
        }
    }

    static List<Load> all() {
        var whole =
                click(
                        "text",
                        "search the whole text",
                        1, // a server without an index reads all the mail for each
                        (_, session, person, n) -> search(session, person, n, true));
        return Stream.concat(Stream.of(1, MANY).flatMap(WebLoads::all), Stream.of(whole)).toList();
    }

    private static Stream<Load> all(int users) {
        return Stream.of(
                click("list", "list of 50", users, WebLoads::list),
                click("open", "open a message", users, WebLoads::open),
                click(
                        "search",
                        "search the subjects",
                        users,
                        (_, session, person, n) -> search(session, person, n, false)),
                click("mark", "mark as read or unread", users, WebLoads::mark),
                click("send", "write and send", users, WebLoads::send),
                click("back", "write, send, back in the list", users, WebLoads::sendAndReturn),
                // last: first of all it would be measured while code is still compiled
                Load.warm(
                        "web-sign-in-" + users,
                        title("sign in, to the list", users),
                        0,
                        run -> signIn(run, users)));
    }

    private static String title(String what, int users) {
        return "Webmail: " + what + ", p50, " + (users == 1 ? "1 user" : users + " users");
    }

    private static Load click(String id, String what, int users, Click click) {
        return Load.warm(
                "web-" + id + "-" + users, title(what, users), 0, run -> clicks(run, users, click));
    }

    private static Webmail.Session enter(Run run) throws IOException {
        var login = run.server().login(Role.BIG).split(" ");
        return run.server()
                .webmail()
                .orElseThrow(() -> new IOException("no webmail is installed"))
                .signIn(login[0], login[1]);
    }

    private static Figure signIn(Run run, int users) throws Exception {
        if (run.server().webmail().isEmpty()) {
            return Figure.NONE;
        }
        return measured(
                users,
                person -> {
                    var took = new double[times(users) / 2];
                    for (int n = 0; n < took.length; n++) {
                        took[n] = Timing.of(() -> enter(run));
                    }
                    return new Clicks(took, "");
                });
    }

    private static Figure clicks(Run run, int users, Click click) throws Exception {
        if (run.server().webmail().isEmpty()) {
            return Figure.NONE;
        }
        return measured(
                users,
                number -> {
                    var session = enter(run);
                    session.holdNothing();
                    var person = new Person(number, session.list());
                    var took = new ArrayList<Double>();
                    var said = new String[] {""};
                    long begun = System.nanoTime();
                    for (int n = 0; n < times(users) && Timing.since(begun) < 10_000; n++) {
                        int each = n;
                        took.add(Timing.of(() -> said[0] = click.now(run, session, person, each)));
                    }
                    return new Clicks(
                            took.stream().mapToDouble(Double::doubleValue).toArray(),
                            number == 0 && took.size() == times(users) ? said[0] : "");
                });
    }

    private static int times(int users) {
        return users == 1 ? ALONE_TIMES : MANY_TIMES;
    }

    /** What one user did. */
    private record Clicks(double[] took, String note) {}

    private interface User {
        Clicks click(int number) throws Exception;
    }

    private static Figure measured(int users, User user) throws Exception {
        var all = new Clicks[users];
        Together.run(users, number -> all[number] = user.click(number));
        var sorted =
                Stream.of(all).flatMapToDouble(one -> Arrays.stream(one.took())).sorted().toArray();
        double late = sorted[(int) Math.ceil(sorted.length * 0.95) - 1];
        var hits = all[0].note();
        return new Figure(
                sorted[sorted.length / 2],
                String.format(
                        Locale.ROOT, "p95 %.1f ms%s", late, hits.isEmpty() ? "" : ", " + hits));
    }

    private static String list(Run run, Webmail.Session session, Person person, int n)
            throws IOException {
        return session.list().size() + " rows";
    }

    private static String open(Run run, Webmail.Session session, Person person, int n)
            throws IOException {
        session.open(person.message(n));
        return "";
    }

    /** Another word each time: whoever remembers the last answer has no use of it. */
    private static String search(Webmail.Session session, Person person, int n, boolean everywhere)
            throws IOException {
        var word = Words.word(900 + 3 * (person.number() * MANY_TIMES + n));
        return session.search(word, everywhere) + " rows";
    }

    private static String mark(Run run, Webmail.Session session, Person person, int n)
            throws IOException {
        session.mark(person.message(n), n % 2 == 0);
        return "";
    }

    private static String send(Run run, Webmail.Session session, Person person, int n)
            throws IOException {
        session.send(
                Crowd.address(person.number()),
                "Minutes " + serial.getAndIncrement(),
                "Good morning,\n\nhere are the minutes of yesterday.\n\nBest wishes");
        return "";
    }

    private static String sendAndReturn(Run run, Webmail.Session session, Person person, int n)
            throws IOException {
        send(run, session, person, n);
        session.back();
        return "";
    }
}
