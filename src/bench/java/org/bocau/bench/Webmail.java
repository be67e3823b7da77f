package org.bocau.bench;

import java.io.IOException;
import java.util.List;

/**
 * A webmail in front of a mail server, asked for what a browser asks for when somebody clicks:
 * pages and answers, but no pictures, styles and scripts, which browsers keep.
 */
interface Webmail {
    /** From the empty form to the newest page of the INBOX. */
    Session signIn(String user, String password) throws IOException;

    /** Somebody who has signed in. */
    interface Session {
        /** What is sent from now on goes at once: the other has no undo. Not measured. */
        default void holdNothing() throws IOException {}

        /**
         * The newest page of the INBOX, fifty messages.
         *
         * @return their UIDs
         */
        List<Long> list() throws IOException;

        /** A message in the reading pane, with its HTML where that is a page of its own. */
        void open(long uid) throws IOException;

        /**
         * Searches the INBOX.
         *
         * @param everywhere in the whole text, or in the subjects
         * @return how many messages the first page shows
         */
        int search(String word, boolean everywhere) throws IOException;

        void mark(long uid, boolean read) throws IOException;

        /** From the empty form to the word that it is sent, with a copy in the sender's folder. */
        void send(String to, String subject, String text) throws IOException;

        /** Where one is led when a message has been sent: the page with the list. */
        void back() throws IOException;
    }
}
