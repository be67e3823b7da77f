package org.bocau.smtp;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.bocau.message.HeaderSection;
import org.bocau.message.HeaderSection.HeaderTooLargeException;
import org.bocau.message.Spool;
import org.bocau.message.Spools;

/**
 * Takes the data of one message into a spool: our trace fields, its header section as a service
 * edits it, then the body as it streams by. Whatever is refused, the connection afterwards stands
 * behind the data.
 */
final class Reception {
    /** What a header section of the usual size costs is not asked for. */
    private static final int FREE_HEADER_OCTETS = 8192;

    private final Spools spools;
    private final HeaderSection.Bounds bounds;

    Reception(Spools spools, Limits limits) {
        this.spools = spools;
        this.bounds = limits.header();
    }

    /**
     * @param returnPath the one field that stays here
     * @param trace the other fields on top
     * @param edit what the service changes in the header section; may refuse it
     * @throws SmtpRefusal what is wrong with the message
     */
    Received receive(
            MessageData data, byte[] returnPath, Trace trace, UnaryOperator<HeaderSection> edit)
            throws IOException {
        Spool spool = null;
        try {
            spool = spools.create();
            fill(spool, data, returnPath, trace, edit);
            return new Received(
                    spool, returnPath.length, data.eightBit(), data.binary(), trace.verdict());
        } catch (HeaderTooLargeException tooLarge) {
            close(spool);
            throw after(data, new SmtpRefusal(552, "5.3.4", "Header section or field too large"));
        } catch (RuntimeException refused) {
            close(spool);
            throw after(data, refused);
        } catch (IOException gone) {
            close(spool);
            throw gone;
        }
    }

    private void fill(
            Spool spool,
            MessageData data,
            byte[] returnPath,
            Trace trace,
            UnaryOperator<HeaderSection> edit)
            throws IOException, HeaderTooLargeException {
        var received = HeaderSection.read(data, bounds, new HeaderMemory(spool));
        requireSound(data); // before judging a header that broke off
        var edited = edit.apply(received);
        var early = trace.early(edited);
        if (early == null) {
            fillLate(spool, data, returnPath, trace, received, edited);
            return;
        }
        try (var out = new SpoolOutput(spool.out())) {
            out.write(returnPath);
            out.write(early.getBytes(StandardCharsets.UTF_8));
            edited.writeTo(out);
            data.transferTo(out);
        }
        requireSound(data);
    }

    /** What is on top depends on what is below, so the message waits in a spool of its own. */
    private void fillLate(
            Spool spool,
            MessageData data,
            byte[] returnPath,
            Trace trace,
            HeaderSection received,
            HeaderSection edited)
            throws IOException {
        try (var whole = spools.create()) {
            long body;
            try (var out = new SpoolOutput(whole.out())) {
                edited.writeTo(out);
                body = whole.size() - edited.bodyOctets();
                data.transferTo(out);
            }
            requireSound(data);
            try {
                var late = trace.late(received, edited, () -> whole.open(body, whole.size()));
                finish(spool, returnPath, late, whole);
            } catch (IOException unreadable) { // the spool, not the connection
                throw new SmtpRefusal(SmtpReply.TRY_LATER);
            }
        }
    }

    private static void finish(Spool spool, byte[] returnPath, String trace, Spool below)
            throws IOException {
        try (var out = new SpoolOutput(spool.out());
                var octets = below.open()) {
            out.write(returnPath);
            out.write(trace.getBytes(StandardCharsets.UTF_8));
            octets.transferTo(out);
        }
    }

    private static void requireSound(MessageData data) {
        var defect = data.defect();
        if (defect != null) {
            throw defect.refusal();
        }
    }

    /** Takes the rest of the data, so that the refusal is the only reply to it. */
    private static RuntimeException after(MessageData data, RuntimeException refused)
            throws IOException {
        data.drain();
        if (data.endless()) {
            return new SmtpRefusal(SmtpRefusal.tooLarge().reply().thenClose());
        }
        return refused;
    }

    /** The header section is in memory here, and once more while the message is delivered. */
    private static final class HeaderMemory implements IntConsumer {
        private final Spool spool;
        private int octets;

        HeaderMemory(Spool spool) {
            this.spool = spool;
        }

        @Override
        public void accept(int more) {
            octets += more;
            if (octets > FREE_HEADER_OCTETS && !spool.reserveBeside(2 * more)) {
                throw SmtpRefusal.storageFull();
            }
        }
    }

    private static void close(@org.jspecify.annotations.Nullable Spool spool) {
        if (spool != null) {
            spool.close();
        }
    }

    /** A spool that cannot be written is our trouble, not the connection's. */
    private static final class SpoolOutput extends FilterOutputStream {
        SpoolOutput(OutputStream spool) {
            super(spool);
        }

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) {
            try {
                out.write(octets, offset, length);
            } catch (IOException full) {
                throw SmtpRefusal.storageFull();
            }
        }
    }
}
