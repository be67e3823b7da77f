package org.bocau.testing;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.regex.Pattern;
import org.bocau.testing.Script.Expect;
import org.bocau.testing.Script.Never;
import org.bocau.testing.Script.Send;
import org.bocau.testing.Script.Step;
import org.jspecify.annotations.Nullable;

/**
 * An IMAP connection: untagged responses may come in any order and others may come between, a
 * tagged one or a continuation request ends a group.
 */
final class ImapPeer extends Peer {
    private static final Pattern STATUS = Pattern.compile("(?:OK|NO|BAD)\\b.*", Pattern.DOTALL);
    private static final Pattern SYNCHRONIZING = Pattern.compile("\\{\\d+}\\r\\n", Pattern.DOTALL);

    private final Queue<String> tags = new ArrayDeque<>();

    /** Responses that came while a literal waited for its {@code +}. */
    private final Deque<String> early = new ArrayDeque<>();

    private int commands;
    private boolean greeted;

    ImapPeer(Wire wire, Wording wording) {
        super(wire, wording);
    }

    @Override
    boolean completes(Expect expect) {
        var text = expect.chain().getFirst();
        return !text.startsWith("* ");
    }

    @Override
    void say(Send send) throws IOException {
        greeted = true; // from the first command on the transcript has dealt with it
        var text = wording.toSend(send.text());
        if (send.tagged()) {
            var tag = "A" + ++commands;
            tags.add(tag);
            text = tag + " " + text;
        }
        write(text);
    }

    /** Sends up to each synchronizing literal, then waits for leave to go on. RFC 3501 §7.5. */
    private void write(String text) throws IOException {
        var literal = SYNCHRONIZING.matcher(text);
        int from = 0;
        while (literal.find()) {
            octetsOf(text.substring(from, literal.end()));
            from = literal.end();
            if (!mayGoOn()) {
                return;
            }
        }
        octetsOf(text.substring(from) + "\r\n");
    }

    private void octetsOf(String octets) throws IOException {
        note("C: " + octets.stripTrailing());
        wire.send(octets);
    }

    private boolean mayGoOn() throws IOException {
        while (true) {
            var response = readOrFail("+");
            if (response.startsWith("+")) {
                return true;
            }
            early.add(response);
            if (!response.startsWith("* ")) {
                return false; // the literal was refused
            }
        }
    }

    @Override
    void hear(List<Step> group) throws IOException {
        var open = new ArrayList<Deque<String>>();
        var never = new ArrayList<String>();
        String last = null;
        for (var step : group) {
            if (step instanceof Never unwanted) {
                never.add(unwanted.text());
            } else if (step instanceof Expect expect && completes(expect)) {
                last = expect.chain().getFirst();
            } else if (step instanceof Expect expect) {
                open.add(new ArrayDeque<>(expect.chain()));
            }
        }
        if (last == null) {
            while (!open.isEmpty()) {
                take(readOrFail(open.toString()), open, never);
            }
            return;
        }
        var completion = completion(last, open, never);
        if (!open.isEmpty()) {
            throw new AssertionError("did not come: " + open + " before " + completion);
        }
    }

    private String completion(String expected, List<Deque<String>> open, List<String> never)
            throws IOException {
        while (true) {
            var response = readOrFail(expected);
            if (response.startsWith("* ")) {
                take(response, open, never);
                continue;
            }
            check(expected, response);
            return response;
        }
    }

    private void check(String expected, String response) {
        var wanted = STATUS.matcher(expected).matches() ? tags.poll() + " " + expected : expected;
        boolean brief = wanted.matches("\\S+ (?:OK|NO|BAD)|\\+");
        if (!wording.matches(brief ? wanted + "~" : wanted, response)) {
            throw new AssertionError("expected " + wanted + "\n      got " + response);
        }
    }

    private void take(String response, List<Deque<String>> open, List<String> never) {
        for (var unwanted : never) {
            if (wording.appears(unwanted, response)) {
                throw new AssertionError("must not come: " + unwanted + "\n got " + response);
            }
        }
        for (var chain : open) {
            if (wording.matches(chain.element(), response)) {
                chain.remove();
                break;
            }
        }
        open.removeIf(Deque::isEmpty);
    }

    @Override
    void greeting() throws IOException {
        if (!greeted) {
            greeted = true;
            readOrFail("a greeting");
        }
    }

    @Override
    protected void authenticate(String address, String password) throws IOException {
        greeting();
        command("LOGIN \"" + address + "\" \"" + password + "\"");
    }

    @Override
    void command(String text) throws IOException {
        greeting();
        var tag = "A" + ++commands;
        write(tag + " " + text);
        while (true) {
            var response = readOrFail(tag + " OK");
            if (response.startsWith(tag + " OK")) {
                return;
            }
            if (!response.startsWith("* ") || response.startsWith("* BYE")) {
                throw new AssertionError(text + " failed: " + response);
            }
        }
    }

    @Override
    protected @Nullable String receive() throws IOException {
        return wire.readResponse();
    }

    @Override
    protected @Nullable String read() throws IOException {
        return early.isEmpty() ? super.read() : early.remove();
    }

    @Override
    void startTls() throws IOException {
        greeted = true;
        super.startTls();
    }
}
