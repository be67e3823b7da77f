package org.bocau.message;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ENVELOPE, BODY and BODYSTRUCTURE as clients get them that have enabled UTF-8, of a message where
 * they differ from the ASCII forms: raw 8-bit in a header (RFC 6532), parameters by RFC 2231, a
 * message/global.
 *
 * @param body for UTF8=ACCEPT
 * @param rev2Body for IMAP4rev2, which sees into message/global
 */
public record Utf8Forms(
        byte[] envelope,
        byte[] body,
        byte[] bodyStructure,
        byte[] rev2Body,
        byte[] rev2BodyStructure) {

    /** Null where the ASCII forms say it all. */
    static @Nullable Utf8Forms of(Entity root) {
        return root.international()
                ? new Utf8Forms(
                        root.envelope(WireForm.UTF8),
                        StructureText.body(root, WireForm.UTF8),
                        StructureText.bodyStructure(root, WireForm.UTF8),
                        StructureText.body(root, WireForm.REV2),
                        StructureText.bodyStructure(root, WireForm.REV2))
                : null;
    }

    /** For the store: each with its length before it; those for IMAP4rev2 empty when the same. */
    public byte[] encode() {
        var out = new ByteArrayOutputStream();
        byte[] same = {};
        for (byte[] form :
                List.of(
                        envelope,
                        body,
                        bodyStructure,
                        Arrays.equals(body, rev2Body) ? same : rev2Body,
                        Arrays.equals(bodyStructure, rev2BodyStructure)
                                ? same
                                : rev2BodyStructure)) {
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(form.length).array());
            out.writeBytes(form);
        }
        return out.toByteArray();
    }

    /**
     * What {@link #encode} gave.
     *
     * @throws IllegalArgumentException it is something else
     */
    public static Utf8Forms decode(byte[] encoded) {
        try {
            var in = ByteBuffer.wrap(encoded);
            byte[] envelope = form(in);
            byte[] body = form(in);
            byte[] structure = form(in);
            byte[] rev2Body = form(in);
            byte[] rev2Structure = form(in);
            return new Utf8Forms(
                    envelope,
                    body,
                    structure,
                    rev2Body.length == 0 ? body : rev2Body,
                    rev2Structure.length == 0 ? structure : rev2Structure);
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("the forms in UTF-8 are cut", cut);
        }
    }

    private static byte[] form(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] form = new byte[length];
        in.get(form);
        return form;
    }
}
