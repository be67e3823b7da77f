package org.bocau.smtp;

import java.util.List;
import java.util.Map;

/** What HELP says. RFC 5321 §4.1.1.8. */
final class HelpText {
    private static final List<String> MX =
            List.of(
                    "HELO",
                    "EHLO",
                    "MAIL",
                    "RCPT",
                    "DATA",
                    "BDAT",
                    "RSET",
                    "VRFY",
                    "HELP",
                    "NOOP",
                    "STARTTLS",
                    "QUIT");
    private static final List<String> SUBMISSION =
            List.of(
                    "HELO",
                    "EHLO",
                    "STARTTLS",
                    "AUTH",
                    "MAIL",
                    "SEND",
                    "SOML",
                    "SAML",
                    "RCPT",
                    "DATA",
                    "BDAT",
                    "RSET",
                    "VRFY",
                    "EXPN",
                    "HELP",
                    "NOOP",
                    "QUIT");

    private static final Map<String, List<String>> TOPICS =
            Map.ofEntries(
                    topic("HELO", "HELO <host>", "Greets the server by the name of your host."),
                    topic(
                            "EHLO",
                            "EHLO <host>",
                            "Greets the server, which answers with the extensions it offers."),
                    topic(
                            "MAIL",
                            "MAIL FROM:<reverse-path> [SIZE=octets] [BODY=7BIT|8BITMIME|BINARYMIME]",
                            "    [SMTPUTF8] [RET=FULL|HDRS] [ENVID=id] [REQUIRETLS]",
                            "    [HOLDFOR=seconds|HOLDUNTIL=time]",
                            "Begins a mail transaction. The reverse-path is told of failures."),
                    topic(
                            "RCPT",
                            "RCPT TO:<forward-path> [NOTIFY=NEVER|SUCCESS,FAILURE,DELAY] [ORCPT=type;address]",
                            "Names one recipient; repeat it for more."),
                    topic(
                            "DATA",
                            "DATA",
                            "The message follows, ended by a line with a single dot."),
                    topic(
                            "BDAT",
                            "BDAT <octets> [LAST]",
                            "So many octets of the message follow the line at once."),
                    topic("RSET", "RSET", "Ends the mail transaction without a message."),
                    topic("VRFY", "VRFY <name> [SMTPUTF8]", "Asks whether this is a user."),
                    topic("EXPN", "EXPN <list> [SMTPUTF8]", "Asks for the members of a list."),
                    topic("HELP", "HELP [command]", "Explains a command."),
                    topic("NOOP", "NOOP", "Does nothing, and says so."),
                    topic("QUIT", "QUIT", "Ends the session."),
                    topic("STARTTLS", "STARTTLS", "Protects the connection by TLS."),
                    topic(
                            "AUTH",
                            "AUTH <mechanism> [initial-response]",
                            "Logs in. EHLO names the mechanisms."),
                    topic(
                            "SEND",
                            "SEND FROM:<reverse-path>",
                            "As MAIL, and the text is shown at once in the open sessions of the",
                            "recipients; it is not kept."),
                    topic(
                            "SOML",
                            "SOML FROM:<reverse-path>",
                            "As SEND where a session is open, as MAIL where none is."),
                    topic("SAML", "SAML FROM:<reverse-path>", "As SEND and MAIL together."));

    private HelpText() {}

    /**
     * @param topic a command in upper case; empty for the list of all
     */
    static SmtpReply about(String topic, boolean submission) {
        var commands = submission ? SUBMISSION : MX;
        if (topic.isEmpty()) {
            return SmtpReply.of(
                    214,
                    "2.0.0",
                    "Commands: " + String.join(" ", commands),
                    "HELP <command> explains one");
        }
        var text = TOPICS.get(topic);
        if (text == null || !commands.contains(topic)) {
            return SmtpReply.of(504, "5.5.4", "No help on that");
        }
        return SmtpReply.of(214, "2.0.0", text.toArray(String[]::new));
    }

    private static Map.Entry<String, List<String>> topic(String command, String... lines) {
        return Map.entry(command, List.of(lines));
    }
}
