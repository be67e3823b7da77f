package org.bocau.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.bocau.testing.Script.Expect;
import org.bocau.testing.Script.Never;
import org.bocau.testing.Script.Send;
import org.bocau.testing.Script.Step;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP or POP3 connection: lines come in the order they are written down. A bare code or status
 * takes the whole reply, {@code ...} takes lines up to the next that is expected.
 */
final class LinePeer extends Peer {
    private static final Pattern BARE_CODE = Pattern.compile("\\d{3}");
    private static final Pattern CONTINUED = Pattern.compile("\\d{3}-.*", Pattern.DOTALL);

    private final boolean smtp;

    /** What came since the client spoke last, for {@code !}. */
    private final List<String> heard = new ArrayList<>();

    private boolean greeted;
    private boolean skipping;

    LinePeer(Wire wire, Wording wording, boolean smtp) {
        super(wire, wording);
        this.smtp = smtp;
    }

    @Override
    boolean completes(Expect expect) {
        return false;
    }

    @Override
    void say(Send send) throws IOException {
        greeted = true;
        heard.clear();
        octets(send.text() + "\\{CRLF}");
    }

    @Override
    void hear(List<Step> group) throws IOException {
        greeted = true;
        for (var step : group) {
            if (step instanceof Expect expect) {
                expect(expect.chain().getFirst());
            } else if (step instanceof Never never) {
                refuse(never.text());
            }
        }
        skipping = false;
    }

    private void expect(String expected) throws IOException {
        if (expected.equals("...")) {
            skipping = true;
            return;
        }
        var line = next(expected);
        while (skipping && !matches(expected, line)) {
            line = next(expected);
        }
        skipping = false;
        if (!matches(expected, line)) {
            throw new AssertionError("expected " + expected + "\n      got " + line);
        }
        while (BARE_CODE.matcher(expected).matches() && CONTINUED.matcher(line).matches()) {
            line = next(expected);
        }
    }

    private boolean matches(String expected, String line) {
        boolean bare =
                BARE_CODE.matcher(expected).matches()
                        || expected.equals("+OK")
                        || expected.equals("-ERR");
        return wording.matches(bare ? expected + "~" : expected, line);
    }

    private String next(String expected) throws IOException {
        var line = readOrFail(expected);
        heard.add(line);
        return line;
    }

    private void refuse(String unwanted) {
        for (var line : heard) {
            if (wording.appears(unwanted, line)) {
                throw new AssertionError("must not come: " + unwanted + "\n got " + line);
            }
        }
    }

    @Override
    void greeting() throws IOException {
        if (!greeted) {
            greeted = true;
            expect(smtp ? "220" : "+OK");
        }
    }

    @Override
    protected void authenticate(String address, String password) throws IOException {
        greeting();
        if (smtp) {
            command("EHLO client.example");
            var plain = "\0" + address + "\0" + password;
            var octets = plain.getBytes(StandardCharsets.UTF_8);
            tell("AUTH PLAIN " + Base64.getEncoder().encodeToString(octets), "235");
        } else {
            command("USER " + address);
            command("PASS " + password);
        }
    }

    @Override
    void command(String text) throws IOException {
        greeting();
        tell(text, smtp ? "250" : "+OK");
    }

    private void tell(String text, String expected) throws IOException {
        note("C: " + text);
        wire.line(text);
        expect(expected);
    }

    @Override
    protected @Nullable String receive() throws IOException {
        return wire.readLine();
    }
}
