package org.bocau.imap;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bocau.mailbox.Metadata;
import org.bocau.mailbox.StoreRefusal;
import org.jspecify.annotations.Nullable;

/**
 * SETMETADATA: sets annotations of a mailbox or of the server, and removes those set to NIL; all or
 * none. RFC 5464 §4.3.
 */
record SetMetadataCommand(String mailbox, Map<String, byte @Nullable []> values)
        implements ImapCommand.AfterLogin {
    static SetMetadataCommand parse(ImapReader in) throws IOException {
        String mailbox = in.sp().mailbox();
        in.sp().expect('(');
        var values = new LinkedHashMap<String, byte @Nullable []>();
        do {
            String entry = EntryName.parseWithValue(in);
            values.put(entry, in.sp().value());
            if (values.size() > Metadata.MAX_ENTRIES) {
                throw ImapRefusal.bad("too many entries");
            }
        } while (in.takeIf(" "));
        in.expect(')');
        return new SetMetadataCommand(mailbox, values);
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) {
        var annotations = user.annotations();
        var subject = annotations.subject(mailbox);
        for (var one : values.entrySet()) {
            if (subject.readOnly(one.getKey())) {
                throw ImapRefusal.no(ResponseCode.NOPERM, "The server decides on this entry");
            }
            byte[] value = one.getValue();
            if (value != null && value.length > Metadata.MAX_OCTETS) {
                throw ImapRefusal.no(
                        ResponseCode.number("METADATA MAXSIZE", Metadata.MAX_OCTETS),
                        "Value is too long");
            }
        }
        try {
            annotations.set(subject, values);
        } catch (StoreRefusal refusal) {
            if (refusal.reason() == StoreRefusal.Reason.LIMIT) {
                throw ImapRefusal.no(ResponseCode.METADATA_TOOMANY, "Too many annotations");
            }
            throw refusal;
        }
        return Completion.ok("SETMETADATA completed");
    }
}
