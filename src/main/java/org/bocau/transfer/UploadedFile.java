package org.bocau.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.bocau.account.AccountId;

/**
 * A file that was uploaded, on its way into mailboxes.
 *
 * @param id unguessable, and of use only to its owner
 * @param name safe to show, as the browser told it
 * @param place on our disk, a name of ours; gone with {@link #close}
 */
record UploadedFile(
        String id, AccountId owner, String name, Path place, long octets, FileKind kind, Instant at)
        implements AutoCloseable {
    /** The same at another place. */
    UploadedFile at(Path moved) {
        return new UploadedFile(id, owner, name, moved, octets, kind, at);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(place);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove an uploaded file", e);
        }
    }
}
