package org.bocau.compose;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.List;
import org.bocau.mailclient.Correspondent;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * The addresses somebody typed into To, Cc or Bcc.
 *
 * @param wrong the pieces that are no addresses, as typed
 */
record Recipients(List<InternetAddress> addresses, List<String> wrong) {
    private static final int MAX = 500;
    private static final int MAX_WRONG_SHOWN = 80;

    /** Reads addresses separated by commas, semicolons or line ends; groups are opened. */
    static Recipients parse(String typed) {
        var addresses = new ArrayList<InternetAddress>();
        var wrong = new ArrayList<String>();
        for (var piece : pieces(typed)) {
            if (addresses.size() + wrong.size() >= MAX) break;
            var address = address(piece);
            if (address == null) wrong.add(shortened(piece));
            else addresses.add(address);
        }
        return new Recipients(addresses, wrong);
    }

    private static @Nullable InternetAddress address(String piece) {
        try {
            var parsed = InternetAddress.parse(piece, false);
            if (parsed.length != 1 || parsed[0].isGroup()) return null;
            var checked = EmailAddress.parse(parsed[0].getAddress()).toString();
            return new InternetAddress(checked, name(parsed[0].getPersonal()), "UTF-8");
        } catch (AddressException | UnsupportedEncodingException | IllegalArgumentException _) {
            return null;
        }
    }

    /** Display names are typed by people or come from other mail: no line end may live in them. */
    private static @Nullable String name(@Nullable String personal) {
        var name = personal == null ? "" : Correspondent.shown(personal);
        return name.isEmpty() ? null : name;
    }

    /** Cuts at separators outside quotes and angle brackets. */
    private static List<String> pieces(String typed) {
        var pieces = new ArrayList<String>();
        var piece = new StringBuilder();
        boolean quoted = false;
        int angle = 0;
        for (int i = 0; i < typed.length(); i++) {
            char c = typed.charAt(i);
            if (c == '"' && (i == 0 || typed.charAt(i - 1) != '\\')) quoted = !quoted;
            if (c == '<' && !quoted) angle++;
            if (c == '>' && !quoted) angle--;
            boolean ends =
                    c == '\n' || c == '\r' || ((c == ',' || c == ';') && !quoted && angle <= 0);
            if (ends) {
                pieces.add(piece.toString());
                piece.setLength(0);
                quoted = false;
                angle = 0;
            } else {
                piece.append(c);
            }
        }
        pieces.add(piece.toString());
        return pieces.stream().map(String::strip).filter(p -> !p.isEmpty()).toList();
    }

    private static String shortened(String piece) {
        var shown = Correspondent.shown(piece);
        return shown.length() <= MAX_WRONG_SHOWN
                ? shown
                : shown.substring(0, MAX_WRONG_SHOWN) + "…";
    }
}
