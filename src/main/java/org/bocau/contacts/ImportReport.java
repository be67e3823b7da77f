package org.bocau.contacts;

import java.util.ArrayList;
import java.util.List;

/** What became of a file of contacts, counted while it is read. */
final class ImportReport {
    private static final int MOST_PROBLEMS = 100;

    private int added;
    private int merged;
    private int unchanged;
    private int more;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * Something in the file that could not be taken as it is.
     *
     * @param line from 1
     * @param key {@code contacts.import.problem.…}
     * @param about the field or the text it is about, may be empty
     */
    record Problem(int line, String key, String about) {}

    /** Counts what a part of the file has become. */
    void filed(int fresh, int more, int same) {
        added += fresh;
        merged += more;
        unchanged += same;
    }

    void problem(int line, String key, String about) {
        if (problems.size() < MOST_PROBLEMS)
            problems.add(new Problem(line, key, Contacts.named(about)));
        else more++;
    }

    public int getAdded() {
        return added;
    }

    public int getMerged() {
        return merged;
    }

    public int getUnchanged() {
        return unchanged;
    }

    public List<Problem> getProblems() {
        return List.copyOf(problems);
    }

    /** Problems beyond the hundred that are named. */
    public int getMore() {
        return more;
    }

    public boolean isNothing() {
        return added + merged + unchanged == 0;
    }
}
