package org.bocau.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One client of the mixed load: keeps its own view of the mailbox and checks all it is told. */
final class MixedClient implements AutoCloseable {
    private static final int FULL = 300;

    private final ImapClient client;
    private final Random random;
    private final ArrayList<Long> uids = new ArrayList<>(); // 0: not told yet
    private final List<String> errors = new ArrayList<>();
    private final CommandTimes times = new CommandTimes();
    private long commands;
    private boolean holdsNumbers;

    MixedClient(ImapClient client, long seed) {
        this.client = client;
        this.random = new Random(seed);
    }

    boolean runFor(double milliseconds) throws Exception {
        select();
        long begun = System.nanoTime();
        while (Timing.since(begun) < milliseconds) {
            step();
        }
        return true;
    }

    private void step() throws Exception {
        int dice = random.nextInt(100);
        if (uids.size() < 10 || (dice < 8 && uids.size() < FULL)) {
            holdsNumbers = false;
            long begun = System.nanoTime();
            WriteLoads.append(client, one -> told("APPEND", one));
            times.add("APPEND", Timing.since(begun));
            commands++;
        } else if (dice < 28) {
            command("FETCH flags", "FETCH " + range(20) + " (UID FLAGS)", true);
        } else if (dice < 43) {
            command("FETCH header", "FETCH " + one() + " (UID BODY.PEEK[HEADER])", true);
        } else if (dice < 56) {
            command("FETCH body", "FETCH " + one() + " (UID BODY.PEEK[])", true);
        } else if (dice < 66) {
            command("STORE", "STORE " + range(3) + " " + sign() + "FLAGS (\\Flagged)", true);
        } else if (dice < 72) {
            command("UID STORE", "UID STORE " + uid() + " " + sign() + "FLAGS (\\Seen)", false);
        } else if (dice < 80) {
            command("SEARCH", "SEARCH UNSEEN FLAGGED", true);
        } else {
            rare(dice);
        }
    }

    private void rare(int dice) throws IOException {
        if (dice < 88 || uids.size() >= FULL) {
            command("STORE", "STORE " + range(2) + " +FLAGS.SILENT (\\Deleted)", true);
            command("EXPUNGE", "EXPUNGE", false);
        } else if (dice < 94) {
            command("NOOP", "NOOP", false);
        } else if (dice < 97) {
            command("STATUS", "STATUS Beside (MESSAGES UIDNEXT)", false);
        } else {
            select();
        }
    }

    private void select() throws IOException {
        uids.clear();
        command("SELECT", "SELECT INBOX", false);
    }

    private String range(int most) {
        int from = one();
        return from + ":" + Math.min(uids.size(), from + random.nextInt(most));
    }

    private int one() {
        return 1 + random.nextInt(uids.size());
    }

    private long uid() {
        return Math.max(1, uids.get(random.nextInt(uids.size())));
    }

    private String sign() {
        return random.nextBoolean() ? "+" : "-";
    }

    /**
     * @param kind what its time counts for
     * @param numbers FETCH, STORE, SEARCH by number: no EXPUNGE may come meanwhile (RFC 9051
     *     §7.5.1)
     */
    private void command(String kind, String command, boolean numbers) throws IOException {
        holdsNumbers = numbers;
        long begun = System.nanoTime();
        client.send(command);
        var status = client.complete(one -> told(command, one));
        times.add(kind, Timing.since(begun));
        commands++;
        // RFC 2180: what another client has expunged may be answered with NO
        if (status.equals("BAD") || (status.equals("NO") && !numbers)) {
            error(command, client.text());
        }
    }

    private void told(String command, ImapClient response) {
        int number = response.number();
        if (response.is("EXISTS")) {
            if (number < uids.size()) {
                error(command, number + " EXISTS after " + uids.size());
            }
            while (uids.size() < number) {
                uids.add(0L);
            }
        } else if (response.is("EXPUNGE")) {
            if (holdsNumbers || number < 1 || number > uids.size()) {
                error(command, response.text() + " of " + uids.size());
            } else {
                uids.remove(number - 1);
            }
        } else if (response.is("FETCH")) {
            fetched(command, number, response.numberAfter("UID "));
        }
    }

    private void fetched(String command, int number, long uid) {
        if (number < 1 || number > uids.size()) {
            error(command, "FETCH of " + number + ", known are " + uids.size());
        } else if (uid > 0) {
            long known = uids.set(number - 1, uid);
            if (known != 0 && known != uid) {
                error(command, "message " + number + " was UID " + known + ", is " + uid);
            }
            long before = number > 1 ? uids.get(number - 2) : 0;
            if (before >= uid) {
                error(command, "UID " + uid + " after " + before);
            }
        }
    }

    private void error(String command, String what) {
        errors.add(command + ": " + what);
    }

    long commands() {
        return commands;
    }

    CommandTimes times() {
        return times;
    }

    List<String> errors() {
        return errors;
    }

    @Override
    public void close() {
        client.close();
    }
}
