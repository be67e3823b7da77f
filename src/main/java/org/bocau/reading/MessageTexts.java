package org.bocau.reading;

import java.util.List;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MimePart;
import org.bocau.markup.FlowedText;
import org.bocau.markup.HtmlText;
import org.bocau.markup.PlainText;
import org.springframework.stereotype.Service;

/** The text of a message, whatever it was written as. */
@Service
public class MessageTexts {
    private final MessageReader reader;

    MessageTexts(MessageReader reader) {
        this.reader = reader;
    }

    /** The plain bodies to show one below the other; of a message with HTML only, its text. */
    public List<PlainText> shown(MailAccount account, MessageView message) {
        var plain = message.parts().text();
        var html = message.parts().html();
        if (plain.isEmpty() && html != null)
            return List.of(PlainText.of(ofHtml(account, message, html), false, false));
        return plain.stream()
                .map(p -> PlainText.of(read(account, message, p), p.flowed(), p.delSp()))
                .toList();
    }

    /** The same as one text, for quoting and editing. */
    public String whole(MailAccount account, MessageView message) {
        var plain = message.parts().text();
        var html = message.parts().html();
        if (plain.isEmpty()) return html == null ? "" : ofHtml(account, message, html);
        var out = new StringBuilder();
        for (var part : plain) {
            if (!out.isEmpty()) out.append('\n');
            out.append(unflowed(part, read(account, message, part)));
        }
        return out.toString();
    }

    private static String unflowed(MimePart part, String text) {
        if (!part.flowed()) return text.replace("\r\n", "\n");
        var out = new StringBuilder();
        for (var line : FlowedText.unflow(text, part.delSp())) {
            if (line.depth() > 0) out.append(">".repeat(line.depth())).append(' ');
            out.append(line.text()).append('\n');
        }
        return out.toString();
    }

    private String ofHtml(MailAccount account, MessageView message, MimePart html) {
        return HtmlText.of(read(account, message, html));
    }

    private String read(MailAccount account, MessageView message, MimePart part) {
        return reader.text(account, message.folder(), message.uid(), part).text();
    }
}
