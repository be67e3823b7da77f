package org.bocau.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bocau.message.Spools;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * The files of imports under way, in a directory of this node that outlives it: one directory an
 * import, named by its id, in it the files by their numbers. So what is there is what this node can
 * go on with.
 */
@Service
class HeldFiles {
    private static final Logger log = LoggerFactory.getLogger(HeldFiles.class);
    private static final String DIRECTORY = "imports";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{22}");

    private final Path directory;
    private final TransferProperties limits;
    private final Clock clock;

    HeldFiles(Spools spools, TransferProperties limits, Clock clock) {
        this.directory = spools.keptDirectory(DIRECTORY);
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Takes files over; they are removed by {@link #release}, and no more by closing them.
     *
     * @return the same where they lie now
     */
    List<UploadedFile> keep(String id, List<UploadedFile> files) throws IOException {
        var own = Files.createDirectory(directory.resolve(id));
        var kept = new ArrayList<UploadedFile>();
        for (var file : files) {
            var place = own.resolve(Integer.toString(kept.size()));
            Files.move(file.place(), place);
            kept.add(file.at(place));
        }
        return kept;
    }

    /** Empty where one of them is not there, or not whole. */
    Optional<List<UploadedFile>> of(Standing standing) {
        var found = new ArrayList<UploadedFile>();
        var own = directory.resolve(standing.one().id());
        for (var file : standing.files()) {
            var place = own.resolve(Integer.toString(found.size()));
            if (!place.toFile().isFile() || place.toFile().length() != file.octets())
                return Optional.empty();
            found.add(
                    new UploadedFile(
                            standing.one().id(),
                            standing.account(),
                            file.name(),
                            place,
                            file.octets(),
                            file.kind(),
                            clock.instant()));
        }
        boolean all = !found.isEmpty() && found.size() == standing.one().files();
        return all ? Optional.of(found) : Optional.empty();
    }

    boolean has(String id) {
        return ID.matcher(id).matches() && Files.isDirectory(directory.resolve(id));
    }

    /** Ids of imports. */
    List<String> all() {
        try (var held = Files.list(directory)) {
            return held.map(one -> one.getFileName().toString())
                    .filter(name -> ID.matcher(name).matches())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    /** They are in use now. */
    void touch(String id) {
        try {
            Files.setLastModifiedTime(directory.resolve(id), FileTime.from(clock.instant()));
        } catch (IOException e) { // it has just ended
            log.debug("{} is not held any more: {}", id, e.getMessage());
        }
    }

    /** Nobody has used them for as long as uploads are kept. */
    boolean expired(String id) {
        try {
            var used = Files.getLastModifiedTime(directory.resolve(id)).toInstant();
            return used.isBefore(clock.instant().minus(limits.uploadsKept()));
        } catch (IOException _) {
            return false;
        }
    }

    /** Removes them. */
    void release(String id) {
        if (!has(id)) return;
        var own = directory.resolve(id);
        try (var files = Files.list(own)) {
            for (var file : files.toList()) Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("files of an import stay: {}", e.getMessage());
        }
        if (!own.toFile().delete()) log.warn("{} is not removed", own);
    }
}
