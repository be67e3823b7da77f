package org.bocau.transfer;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MessageCopies;
import org.bocau.mailclient.MessageSummary;
import org.bocau.mailclient.NoSuchMailException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Writes messages into a file while it is downloaded, one after the other, by UID. What is deleted
 * meanwhile is missing. Archives become ZIP64 by themselves when they have to.
 */
@Service
class Export {
    /** An archive of ours: the times of its entries are the messages', its comments their flags. */
    static final String MARK = "org.bocau mail export 1";

    private final MessageCopies copies;

    Export(MessageCopies copies) {
        this.copies = copies;
    }

    /**
     * Messages of a folder.
     *
     * @param uids ascending; null for all there are when its turn comes
     */
    record Part(Folder folder, long @Nullable [] uids) {}

    /** A folder as one mbox, without an archive around it. */
    void mbox(MailAccount account, Part part, OutputStream out) throws IOException {
        var mbox = new MboxWriter(out);
        each(account, part, mbox::write);
        out.flush();
    }

    /**
     * Folders as a zip.
     *
     * @param separator between the levels of folder names
     */
    void zip(MailAccount account, List<Part> parts, char separator, Format format, OutputStream out)
            throws IOException {
        var zip = new ZipOutputStream(new Unclosed(out), StandardCharsets.UTF_8);
        zip.setLevel(Deflater.BEST_SPEED); // mail is small, or compressed already
        zip.setComment(MARK);
        var names = new EntryNames(separator);
        for (var part : parts) {
            switch (format) {
                case EML -> single(account, part, names.of(part.folder()) + "/", zip);
                case MBOX -> mbox(account, part, names.of(part.folder()) + ".mbox", zip);
                case MAILDIR -> {
                    var at = MaildirNames.folder(names.levels(part.folder()));
                    maildir(account, part, at, zip);
                }
            }
        }
        zip.finish(); // only now is it whole: a download that broke off does not open
    }

    private void single(MailAccount account, Part part, String folder, ZipOutputStream zip)
            throws IOException {
        each(
                account,
                part,
                (message, octets) -> {
                    var entry = dated(folder + EntryNames.eml(message), message);
                    if (!message.flags().isEmpty())
                        entry.setComment(MailFlags.words(message.flags()));
                    zip.putNextEntry(entry);
                    octets.transferTo(zip);
                    zip.closeEntry();
                });
    }

    private void mbox(MailAccount account, Part part, String name, ZipOutputStream zip)
            throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        mbox(account, part, zip);
        zip.closeEntry();
    }

    private void maildir(MailAccount account, Part part, String folder, ZipOutputStream zip)
            throws IOException {
        for (var within : List.of("cur/", "new/", "tmp/")) {
            zip.putNextEntry(new ZipEntry(folder + within));
            zip.closeEntry();
        }
        var letters = new LinkedHashMap<String, Character>();
        each(
                account,
                part,
                (message, octets) -> {
                    var info = MailFlags.maildir(message.flags(), letters);
                    zip.putNextEntry(
                            dated(folder + "cur/" + MaildirNames.file(message, info), message));
                    octets.transferTo(zip);
                    zip.closeEntry();
                });
        if (letters.isEmpty()) return;
        zip.putNextEntry(new ZipEntry(folder + MaildirNames.KEYWORDS));
        zip.write(MaildirNames.keywords(letters).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private static ZipEntry dated(String name, MessageSummary message) {
        var entry = new ZipEntry(name);
        entry.setLastModifiedTime(FileTime.from(message.receivedAt())); // in UTC, to the second
        return entry;
    }

    /** A folder that has gone since it was chosen has no messages. */
    private void each(MailAccount account, Part part, MessageCopies.Taker taker)
            throws IOException {
        var uids = part.uids();
        if (uids == null) {
            try {
                uids = copies.uids(account, part.folder());
            } catch (NoSuchMailException _) {
                uids = new long[0];
            }
        }
        copies.each(account, part.folder(), uids, taker);
    }

    /** The answer is the container's to close. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            out.write(octets, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
