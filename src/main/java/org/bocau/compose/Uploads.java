package org.bocau.compose;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.bocau.account.AccountId;
import org.bocau.mailclient.Filenames;
import org.bocau.message.Spools;
import org.bocau.webmail.WebmailProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * Files on their way into a message: spooled to disk, bounded per account, gone after a day. What
 * matters is also in the saved draft; this is only where it waits between two requests.
 */
@Service
class Uploads implements DisposableBean {
    private static final Pattern TYPE =
            Pattern.compile("[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,80}");
    private static final int MAX_FILES = 200;
    private static final int MESSAGES_AT_ONCE = 4;

    private final Map<String, Upload> waiting = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Spools spools;
    private final WebmailProperties limits;
    private final Clock clock;

    Uploads(Spools spools, WebmailProperties limits, Clock clock) {
        this.spools = spools;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Takes a file in, to its end.
     *
     * @throws TooLargeException more than a message may hold, or than one account may keep waiting
     */
    Upload keep(AccountId owner, String name, @Nullable String type, InputStream content)
            throws IOException {
        long room = room(owner);
        var spool = spools.create();
        boolean kept = false;
        try {
            try (var out = spool.out()) {
                copy(content, out, Math.min(room, limits.maxMessageSize().toBytes()));
            }
            var id = new byte[16];
            random.nextBytes(id);
            var safe = Filenames.safe(name);
            var upload =
                    new Upload(
                            HexFormat.of().formatHex(id),
                            owner,
                            safe.isEmpty() ? "file" : safe,
                            type(type),
                            spool,
                            clock.instant());
            waiting.put(upload.id(), upload);
            kept = true;
            return upload;
        } finally {
            if (!kept) spool.close();
        }
    }

    private static void copy(InputStream from, java.io.OutputStream to, long room)
            throws IOException {
        var buffer = new byte[64 * 1024];
        long taken = 0;
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            taken += n;
            if (taken > room) throw new TooLargeException(room);
            to.write(buffer, 0, n);
        }
    }

    private long room(AccountId owner) {
        var own = waiting.values().stream().filter(u -> u.owner().equals(owner)).toList();
        long used = own.stream().mapToLong(Upload::octets).sum();
        if (own.size() >= MAX_FILES) throw new TooLargeException(0);
        return limits.maxMessageSize().toBytes() * MESSAGES_AT_ONCE - used;
    }

    private static String type(@Nullable String type) {
        if (type == null) return "application/octet-stream";
        int end = type.indexOf(';');
        var bare = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        boolean usable = TYPE.matcher(bare).matches() && !bare.startsWith("multipart/");
        return usable ? bare : "application/octet-stream";
    }

    /** Those of these ids that are the owner's and still there, in order. */
    List<Upload> find(AccountId owner, List<String> ids) {
        return ids.stream()
                .map(waiting::get)
                .filter(Objects::nonNull)
                .filter(u -> u.owner().equals(owner))
                .toList();
    }

    /** Forgets them: they are in a message now, or were taken off one. */
    void remove(AccountId owner, List<String> ids) {
        for (var upload : find(owner, ids)) {
            waiting.remove(upload.id());
            upload.content().close();
        }
    }

    @Scheduled(fixedDelayString = "PT10M")
    void expire() {
        var limit = clock.instant().minus(limits.uploadsKept());
        for (var upload : waiting.values()) {
            if (upload.at().isBefore(limit)) remove(upload.owner(), List.of(upload.id()));
        }
    }

    @Override
    public void destroy() {
        for (var upload : waiting.values()) upload.content().close();
        waiting.clear();
    }

    /** The file is larger than what is left: status 413, and the compose page says how much. */
    @ResponseStatus(HttpStatus.CONTENT_TOO_LARGE)
    static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLargeException(long room) {
            super("more than " + room + " octets", null, false, false);
        }
    }
}
