package org.bocau.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipException;
import org.bocau.account.AccountId;
import org.bocau.mailclient.Filenames;
import org.bocau.message.Spools;
import org.bocau.transfer.UnusableFile.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * Uploaded files until their import begins: on disk, bounded per account, looked at as soon as they
 * are there, so that who uploads what is no mail is told at once.
 */
@Service
class WaitingFiles implements DisposableBean {
    static final int MOST_FILES = 200;
    private static final long MOST_DIRECTORY = 128L * 1024 * 1024; // octets, in memory while read

    private final Map<String, UploadedFile> waiting = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Spools spools;
    private final TransferProperties limits;
    private final Clock clock;

    WaitingFiles(Spools spools, TransferProperties limits, Clock clock) {
        this.spools = spools;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Takes a file in, to its end.
     *
     * @param name as the browser says
     * @throws UnusableFile it is too large, or no mail can be read from it
     */
    UploadedFile keep(AccountId owner, @Nullable String name, InputStream content)
            throws IOException {
        var safe = Filenames.safe(name == null ? "" : name);
        var shown = safe.isEmpty() ? "file" : safe;
        long room = room(owner, shown);
        var place = spools.newFile();
        boolean kept = false;
        try {
            long octets;
            try (var out = Files.newOutputStream(place)) {
                octets = copy(content, out, room, shown);
            }
            var kind = kind(place, octets, shown);
            var id = new byte[16];
            random.nextBytes(id);
            var file =
                    new UploadedFile(
                            HexFormat.of().formatHex(id),
                            owner,
                            shown,
                            place,
                            octets,
                            kind,
                            clock.instant());
            waiting.put(file.id(), file);
            kept = true;
            return file;
        } finally {
            if (!kept) Files.deleteIfExists(place);
        }
    }

    private long room(AccountId owner, String name) {
        var own = waiting.values().stream().filter(one -> one.owner().equals(owner)).toList();
        if (own.size() >= MOST_FILES) throw new UnusableFile(Reason.LARGE, name);
        return limits.maxUpload().toBytes() - own.stream().mapToLong(UploadedFile::octets).sum();
    }

    private static long copy(InputStream from, OutputStream to, long room, String name)
            throws IOException {
        var buffer = new byte[64 * 1024];
        long taken = 0;
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            taken += n;
            if (taken > room) throw new UnusableFile(Reason.LARGE, name);
            to.write(buffer, 0, n);
        }
        return taken;
    }

    private FileKind kind(Path place, long octets, String name) throws IOException {
        if (octets == 0) throw new UnusableFile(Reason.EMPTY, name);
        FileKind kind;
        try (var in = Files.newInputStream(place)) {
            kind = FileKind.of(in);
        }
        if (kind == FileKind.OTHER) throw new UnusableFile(Reason.UNKNOWN, name);
        if (kind == FileKind.ZIP) requireHarmless(place, name);
        return kind;
    }

    private void requireHarmless(Path place, String name) throws IOException {
        ZipEnd end;
        try {
            end = ZipEnd.read(place);
        } catch (ZipException broken) {
            throw new UnusableFile(Reason.BROKEN, name);
        }
        if (end.entries() < 0
                || end.entries() > limits.maxEntries()
                || end.octets() < 0
                || end.octets() > MOST_DIRECTORY) throw new UnusableFile(Reason.BOMB, name);
        try (var _ = ZipMail.open(place)) {
            if (end.entries() == 0) throw new UnusableFile(Reason.EMPTY, name);
        } catch (ZipException broken) {
            throw new UnusableFile(Reason.BROKEN, name);
        }
    }

    /**
     * Takes files out, for their import; whoever does closes them.
     *
     * @throws UnusableFile one of them is not there, or somebody else's
     */
    synchronized List<UploadedFile> take(AccountId owner, List<String> ids) {
        var files = new ArrayList<UploadedFile>();
        for (var id : ids) {
            var file = waiting.get(id);
            if (file == null || !file.owner().equals(owner))
                throw new UnusableFile(Reason.GONE, "");
            files.add(file);
        }
        files.forEach(file -> waiting.remove(file.id()));
        return files;
    }

    @Scheduled(fixedDelayString = "PT10M")
    synchronized void expire() {
        var limit = clock.instant().minus(limits.uploadsKept());
        waiting.values()
                .removeIf(file -> {
                    if (!file.at().isBefore(limit)) return false;
                    file.close();
                    return true;
                });
    }

    @Override
    public void destroy() {
        waiting.values().forEach(UploadedFile::close);
        waiting.clear();
    }
}
