package org.bocau.message;

import java.util.List;

/**
 * Renders BODY and BODYSTRUCTURE, RFC 3501 §7.4.2 and the grammar of §9 to the letter: clients give
 * up on a whole folder for one malformed answer.
 */
final class StructureText {
    private final ImapText out;
    private final boolean extended;

    private StructureText(boolean extended, WireForm form) {
        this.extended = extended;
        this.out = new ImapText(form);
    }

    /** BODY, without extension data. */
    static byte[] body(Entity root, WireForm form) {
        return new StructureText(false, form).part(root).octets();
    }

    /** BODYSTRUCTURE, with all of it (quirk 18: the Gmail apps read the disposition). */
    static byte[] bodyStructure(Entity root, WireForm form) {
        return new StructureText(true, form).part(root).octets();
    }

    private ImapText part(Entity part) {
        out.raw("(");
        if (part.multipart()) {
            multipart(part);
        } else {
            single(part);
        }
        return out.raw(")");
    }

    /**
     * body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]; no space between the bodies.
     */
    private void multipart(Entity part) {
        part.children().forEach(this::part);
        out.space().upper(part.type().subtype());
        if (extended) {
            out.space().parameters(part.type().parameters());
            dispositionLanguageLocation(part);
        }
    }

    /**
     * body-type-1part = (body-type-basic / body-type-msg / body-type-text) [SP body-ext-1part]. The
     * octets, the encoding and the lines are never NIL.
     */
    private void single(Entity part) {
        var type = part.type();
        out.upper(type.type()).space().upper(type.subtype()).space().parameters(type.parameters());
        out.space().nstring(part.contentId()).space().nstring(part.description());
        out.space().upper(part.encoding()).space().number(part.size());
        // message/global only has an envelope in IMAP4rev2; in rev1's grammar it is a basic type.
        boolean global = out.form() == WireForm.REV2 && type.is("message", "global");
        if (type.is("message", "rfc822") || global) {
            var nested = part.children().getFirst();
            out.space().raw(nested.envelope(out.form())).space();
            part(nested);
            out.space().number(part.lines());
        } else if (part.text()) {
            out.space().number(part.lines());
        }
        if (extended) {
            out.space().nstring(part.md5());
            dispositionLanguageLocation(part);
        }
    }

    /**
     * body-fld-dsp, body-fld-lang and body-fld-loc, with which both kinds of extension data end.
     */
    private void dispositionLanguageLocation(Entity part) {
        var disposition = part.disposition();
        out.space();
        if (disposition == null) {
            out.nil();
        } else {
            out.raw("(").upper(disposition.type()).space();
            out.parameters(disposition.parameters()).raw(")");
        }
        languages(part.languages());
        out.space().nstring(part.location());
    }

    /** body-fld-lang = nstring / "(" string *(SP string) ")". */
    private void languages(List<String> languages) {
        out.space();
        if (languages.isEmpty()) {
            out.nil();
        } else if (languages.size() == 1) {
            out.string(languages.getFirst());
        } else {
            out.raw("(").string(languages.getFirst());
            languages.stream().skip(1).forEach(language -> out.space().string(language));
            out.raw(")");
        }
    }
}
