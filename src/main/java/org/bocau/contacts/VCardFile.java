package org.bocau.contacts;

import ezvcard.VCard;
import ezvcard.VCardVersion;
import ezvcard.io.ParseWarning;
import ezvcard.io.text.VCardReader;
import ezvcard.io.text.VCardWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * vCards one after the other, 2.1 and 3 as well as 4. A property that is malformed stays as it is.
 */
final class VCardFile implements CardFile {
    private final VCardReader reader;
    private int line;

    VCardFile(InputStream in) {
        // UTF-8, also where an old card says nothing; quoted-printable names its own charset
        reader =
                new VCardReader(
                        new java.io.InputStreamReader(in, java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable Read next(ImportReport report) throws IOException {
        VCard card = reader.readNext();
        if (card == null) return null;
        for (ParseWarning warning : reader.getWarnings()) {
            int at = Objects.requireNonNullElse(warning.getLineNumber(), 0);
            line = Math.max(line, at);
            report.problem(at, "property", Objects.toString(warning.getPropertyName(), ""));
        }
        return new Read(line, ContactCard.of(card));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** Appends cards in one of the two versions that programs read. */
    static void write(List<ContactCard> cards, VCardVersion version, Writer out)
            throws IOException {
        var writer = new VCardWriter(out, version); // closing it would close the answer
        writer.setAddProdId(false);
        writer.setVersionStrict(false);
        for (var one : cards) {
            var card = one.card();
            if (card.getFormattedName() == null)
                card.setFormattedName(label(one)); // RFC 6350 §6.2.1
            if (version == VCardVersion.V3_0 && card.getStructuredName() == null) {
                card.setStructuredName(structured(label(one))); // RFC 2426 §3.1.2
            }
            writer.write(card);
        }
        writer.flush();
    }

    /** The whole name as the family name: whose order the words have, nobody knows. */
    private static ezvcard.property.StructuredName structured(String name) {
        var structured = new ezvcard.property.StructuredName();
        structured.setFamily(name);
        return structured;
    }

    private static String label(ContactCard card) {
        if (!card.name().isEmpty()) return card.name();
        if (!card.organization().isEmpty()) return card.organization();
        return card.addresses().isEmpty() ? "" : card.addresses().getFirst();
    }
}
