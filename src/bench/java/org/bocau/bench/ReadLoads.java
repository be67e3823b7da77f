package org.bocau.bench;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.bocau.bench.Load.Figure;
import org.bocau.bench.Load.Run;
import org.bocau.bench.MailServer.Role;

/** SELECT, STATUS, FETCH. */
final class ReadLoads {
    private static final String STRUCTURE = "(ENVELOPE BODYSTRUCTURE)";
    private static final String THUNDERBIRD =
            "(UID RFC822.SIZE FLAGS BODY.PEEK[HEADER.FIELDS (From To Cc Bcc Subject Date"
                    + " Message-ID Priority X-Priority References Newsgroups In-Reply-To"
                    + " Content-Type Reply-To)])";
    private static final String MUTT =
            "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (DATE FROM SENDER SUBJECT"
                    + " TO CC MESSAGE-ID REFERENCES CONTENT-TYPE CONTENT-DESCRIPTION IN-REPLY-TO"
                    + " REPLY-TO LINES LIST-POST X-LABEL)])";
    private static final String PAGE =
            "(UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)";

    private ReadLoads() {}

    static List<Load> all() {
        return List.of(
                Load.cold("select-cold", "SELECT, cold", 0, ReadLoads::firstSelect),
                Load.warm(
                        "select-warm",
                        "SELECT on a new connection, warm, p50",
                        1,
                        ReadLoads::select),
                Load.warm(
                        "select-again",
                        "SELECT again on the same connection, p50",
                        0,
                        ReadLoads::again),
                Load.cold("status-cold", "STATUS, cold", 0, ReadLoads::firstStatus),
                Load.warm("status-warm", "STATUS, warm, p50", 0, ReadLoads::status),
                Load.warm(
                        "fetch-flags", "FETCH 1:* (UID FLAGS)", 1, run -> all(run, "(UID FLAGS)")),
                Load.cold(
                        "structure-cold",
                        "FETCH 1:* (ENVELOPE BODYSTRUCTURE), cold",
                        5,
                        run -> all(run, STRUCTURE)),
                Load.warm(
                        "structure-warm",
                        "FETCH 1:* (ENVELOPE BODYSTRUCTURE), warm",
                        1,
                        run -> all(run, STRUCTURE)),
                Load.cold(
                        "header-cold",
                        "FETCH 1:*, Thunderbird's header fields, cold",
                        5,
                        run -> all(run, THUNDERBIRD)),
                Load.warm(
                        "header-warm",
                        "FETCH 1:*, Thunderbird's header fields, warm",
                        1,
                        run -> all(run, THUNDERBIRD)),
                Load.warm(
                        "header-mutt",
                        "FETCH 1:*, mutt's header fields, warm",
                        1,
                        run -> all(run, MUTT)),
                Load.warm("page", "A page of 50, p50", 0, ReadLoads::page),
                new Load(
                        "bodies",
                        "FETCH of whole messages",
                        Load.Unit.MEGABYTES_PER_SECOND,
                        Load.State.WARM,
                        0,
                        ReadLoads::bodies));
    }

    private static Figure firstSelect(Run run) throws Exception {
        try (var client = run.server().connect(Role.BIG)) {
            return Figure.of(Timing.of(() -> client.command("SELECT INBOX")));
        }
    }

    private static Figure select(Run run) throws Exception {
        var times = new double[40];
        for (int i = 0; i < times.length; i++) {
            times[i] = firstSelect(run).value();
        }
        return Figure.of(Timing.median(times));
    }

    private static Figure again(Run run) throws Exception {
        try (var client = run.server().connect(Role.BIG)) {
            return Figure.of(Timing.median(200, () -> client.command("SELECT INBOX")));
        }
    }

    private static final String STATUS = "STATUS INBOX (MESSAGES UIDNEXT UIDVALIDITY UNSEEN)";

    private static Figure firstStatus(Run run) throws Exception {
        try (var client = run.server().connect(Role.BIG)) {
            return Figure.of(Timing.of(() -> client.command(STATUS)));
        }
    }

    private static Figure status(Run run) throws Exception {
        try (var client = run.server().connect(Role.BIG)) {
            return Figure.of(Timing.median(200, () -> client.command(STATUS)));
        }
    }

    private static Figure all(Run run, String items) throws Exception {
        try (var client = run.server().select(Role.BIG)) {
            var seen = new AtomicInteger();
            double took =
                    Timing.of(() ->
                            client.command(
                                    "FETCH 1:* " + items,
                                    one -> seen.addAndGet(one.is("FETCH") ? 1 : 0)));
            return new Figure(took, seen + " messages");
        }
    }

    private static Figure page(Run run) throws Exception {
        var random = new Random(run.round());
        try (var client = run.server().select(Role.BIG)) {
            return Figure.of(
                    Timing.median(
                            200,
                            () -> {
                                int from = 1 + random.nextInt(run.messages() - 50);
                                client.command("FETCH " + from + ":" + (from + 49) + " " + PAGE);
                            }));
        }
    }

    private static Figure bodies(Run run) throws Exception {
        int count = run.atMost(5_000);
        try (var client = run.server().select(Role.BIG)) {
            double took = Timing.of(() -> client.command("FETCH 1:" + count + " BODY.PEEK[]"));
            long octets = client.literalOctets();
            return Figure.of(octets / 1e6 / (took / 1e3));
        }
    }
}
