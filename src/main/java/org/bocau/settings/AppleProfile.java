package org.bocau.settings;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A configuration profile for Apple's Mail: opened on an iPhone, iPad or Mac it makes the account
 * and asks for its password, which is not in it.
 */
final class AppleProfile {
    static final String TYPE = "application/x-apple-aspen-config";

    private AppleProfile() {}

    /**
     * @param name of the sender, may be empty
     */
    static String of(
            String address, String name, MailServices.Place imap, MailServices.Place submission) {
        var identifier = "org.bocau.mail." + id(address);
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <plist version="1.0"><dict>
        <key>PayloadContent</key><array><dict>
        %s%s%s</dict></array>
        %s</dict></plist>
        """
                .formatted(
                        account(address, name),
                        server("Incoming", imap, address),
                        server("Outgoing", submission, address)
                                + "<key>OutgoingPasswordSameAsIncomingPassword</key><true/>\n"
                                + payload(
                                        identifier + ".account", "com.apple.mail.managed", address),
                        payload(identifier, "Configuration", address)
                                + "<key>PayloadRemovalDisallowed</key><false/>\n");
    }

    private static String account(String address, String name) {
        return string("EmailAccountType", "EmailTypeIMAP")
                + string("EmailAccountDescription", address)
                + string("EmailAccountName", name.isBlank() ? address : name)
                + string("EmailAddress", address);
    }

    private static String server(String way, MailServices.Place place, String address) {
        var prefix = way + "MailServer";
        return string(prefix + "Authentication", "EmailAuthPassword")
                + string(prefix + "HostName", place.host())
                + "<key>%sPortNumber</key><integer>%d</integer>\n".formatted(prefix, place.port())
                + "<key>%sUseSSL</key><true/>\n".formatted(prefix)
                + string(prefix + "Username", address);
    }

    /** The same identifier each time, so that a second profile replaces the first. */
    private static String payload(String identifier, String type, String address) {
        return string("PayloadIdentifier", identifier)
                + string("PayloadUUID", id(identifier))
                + string("PayloadType", type)
                + string("PayloadDisplayName", address)
                + "<key>PayloadVersion</key><integer>1</integer>\n";
    }

    private static String id(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String string(String key, String value) {
        return "<key>%s</key><string>%s</string>\n".formatted(key, escaped(value));
    }

    /** XML has no way at all to say a control character. */
    private static String escaped(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> !Character.isISOControl(c))
                .forEach(c -> {
                    switch (c) {
                        case '<' -> out.append("&lt;");
                        case '>' -> out.append("&gt;");
                        case '&' -> out.append("&amp;");
                        default -> out.appendCodePoint(c);
                    }
                });
        return out.toString();
    }
}
