package org.bocau.triage;

import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bocau.account.AccountId;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What was done to messages and what takes it back, and the long ones that are under way: rows of
 * triage_job and triage_step, shared by all nodes. An account has its last {@value #KEPT}; they
 * expire half an hour after they ended.
 *
 * <p>A step is done by the webmail, over IMAP, and then noted here. Where a node dies in between,
 * the step is done again, which finds nothing left to do; only that step cannot be taken back.
 */
@Service
public class Jobs {
    private static final int KEPT = 50;
    private static final Duration UNDOABLE = Duration.ofMinutes(30);

    /** How long a node that has died keeps others from going on. */
    public static final Duration LEASE = Duration.ofMinutes(2);

    /** Between the places of two steps: what takes one back stands at its place and after it. */
    private static final long ROOM = 1000;

    private static final String COLUMNS = "id, verb, target, state, total, progress";

    private static final RowMapper<Job> JOB =
            (row, _) ->
                    new Job(
                            row.getString("id"),
                            row.getString("verb"),
                            row.getString("target"),
                            Job.State.valueOf(row.getString("state")),
                            row.getInt("total"),
                            row.getInt("progress"));

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Jobs(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** A job to go on with. */
    public record Claimed(AccountId account, Job job) {}

    /** A step with its place among the others. */
    public record Numbered(long n, Step step) {}

    /**
     * Notes what was done just now.
     *
     * @param inverse what takes it back, in the order in which it was done
     * @return its id
     */
    public String done(
            AccountId account, String verb, String target, int count, List<Step> inverse) {
        return insert(account, verb, target, Job.State.DONE, count, inverse);
    }

    /**
     * Plans what will take a while; whoever {@link #claim claims} it does it.
     *
     * @param steps all of it, in order
     * @return its id
     */
    public String plan(AccountId account, String verb, String target, int count, List<Step> steps) {
        return insert(account, verb, target, Job.State.RUNNING, count, steps);
    }

    private String insert(
            AccountId account,
            String verb,
            String target,
            Job.State state,
            int count,
            List<Step> steps) {
        var octets = new byte[16];
        random.nextBytes(octets);
        var id = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        boolean done = state == Job.State.DONE;
        var now = clock.instant();
        transaction.executeWithoutResult(_ -> {
            jdbc.sql(
                            """
                            insert into triage_job (account_id, id, verb, target, state, total, progress,
                                                    started_at, expires_at, leased_until)
                            values (:account, :id, :verb, :target, :state, :total, :progress,
                                    :now, :expires, :now)
                            """)
                    .param("account", account.value())
                    .param("id", id)
                    .param("verb", verb)
                    .param("target", target)
                    .param("state", state.name())
                    .param("total", count)
                    .param("progress", done ? count : 0)
                    .param("now", Timestamp.from(now))
                    .param("expires", Timestamp.from(now.plus(UNDOABLE)))
                    .update();
            long n = 0;
            for (var step : steps) insert(account, id, n += ROOM, step, done);
            forgetSurplus(account);
        });
        return id;
    }

    private void insert(AccountId account, String job, long n, Step step, boolean done) {
        jdbc.sql(
                        """
                        insert into triage_step (account_id, job_id, n, mailbox, uids, change, done)
                        values (?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        account.value(),
                        job,
                        n,
                        step.mailbox(),
                        step.uids().toString(),
                        step.change().toString(),
                        done)
                .update();
    }

    private void forgetSurplus(AccountId account) {
        jdbc.sql(
                        """
                        delete from triage_job
                         where account_id = :account and state not in ('RUNNING', 'UNDOING')
                           and id in (select id from triage_job where account_id = :account
                                       order by started_at desc offset :kept)
                        """)
                .param("account", account.value())
                .param("kept", KEPT)
                .update();
    }

    public Optional<Job> find(AccountId account, String id) {
        return jdbc.sql("select " + COLUMNS + " from triage_job where account_id = ? and id = ?")
                .params(account.value(), id)
                .query(JOB)
                .optional();
    }

    /** Those under way, the oldest first. */
    public List<Job> open(AccountId account) {
        return jdbc.sql(
                        "select "
                                + COLUMNS
                                + """
                                 from triage_job
                                 where account_id = ? and state in ('RUNNING', 'UNDOING')
                                 order by started_at
                                """)
                .param(account.value())
                .query(JOB)
                .list();
    }

    /**
     * Begins to take a job back; nobody else can any more, nor twice.
     *
     * @return the job, or empty: it is gone, expired, still under way, or being taken back already
     */
    public Optional<Job> undo(AccountId account, String id) {
        var now = clock.instant();
        return jdbc.sql(
                        """
                        update triage_job
                           set state = 'UNDOING', leased_until = :lease
                         where account_id = :account and id = :id and expires_at > :now
                           and state in ('DONE', 'CANCELLED', 'FAILED')
                        returning
                        """
                                + COLUMNS)
                .param("lease", lease())
                .param("account", account.value())
                .param("id", id)
                .param("now", Timestamp.from(now))
                .query(JOB)
                .optional();
    }

    /** Stops a job after its present step; what was done until then can be taken back. */
    public void cancel(AccountId account, String id) {
        end(account, id, Job.State.CANCELLED);
    }

    /** The mail server refused to go on. */
    public void fail(AccountId account, String id) {
        end(account, id, Job.State.FAILED);
    }

    private void end(AccountId account, String id, Job.State state) {
        transaction.executeWithoutResult(_ -> {
            jdbc.sql(
                            """
                            update triage_job set state = ?, expires_at = ?
                             where account_id = ? and id = ? and state in ('RUNNING', 'UNDOING')
                            """)
                    .params(state.name(), expiry(), account.value(), id)
                    .update();
            jdbc.sql("delete from triage_step where account_id = ? and job_id = ? and not done")
                    .params(account.value(), id)
                    .update();
        });
    }

    private Timestamp expiry() {
        return Timestamp.from(clock.instant().plus(UNDOABLE));
    }

    /**
     * The step a job goes on with: the first that is not done, or, when it is taken back, the last.
     */
    public Optional<Numbered> next(AccountId account, Job job) {
        boolean back = job.state() == Job.State.UNDOING;
        return jdbc.sql(
                        "select n, mailbox, uids, change from triage_step"
                                + " where account_id = ? and job_id = ? and done = ? order by n "
                                + (back ? "desc" : "asc")
                                + " limit 1")
                .params(account.value(), job.id(), back)
                .query((row, _) ->
                        new Numbered(
                                row.getLong("n"),
                                new Step(
                                        row.getString("mailbox"),
                                        Uids.parse(row.getString("uids")),
                                        Change.parse(row.getString("change")))))
                .optional();
    }

    /**
     * Notes that a step has been done, once: where somebody else has noted it meanwhile, because
     * our lease had run out, the job is theirs, and what takes ours back stands beside what takes
     * back theirs.
     *
     * @param inverse what takes it back; ignored where the job is being taken back
     * @return false when the job is to stop here: it was cancelled meanwhile, or is somebody else's
     */
    public boolean advance(AccountId account, Job job, Numbered step, List<Step> inverse) {
        boolean back = job.state() == Job.State.UNDOING;
        int size = step.step().uids().size();
        return Boolean.TRUE.equals(
                transaction.execute(_ -> {
                    var state = locked(account, job.id());
                    if (state.isEmpty()) return false; // taken back and forgotten
                    boolean going = state.get() == job.state();
                    boolean ours = removed(account, job.id(), step.n(), back);
                    if (!back) {
                        long n = ours ? step.n() : behind(account, job.id());
                        for (var one : inverse) insert(account, job.id(), n++, one, true);
                    }
                    if (going && !ours) return false;
                    progress(account, job.id(), back ? -size : size);
                    return going;
                }));
    }

    private Optional<Job.State> locked(AccountId account, String id) {
        return jdbc.sql("select state from triage_job where account_id = ? and id = ? for update")
                .params(account.value(), id)
                .query(String.class)
                .optional()
                .map(Job.State::valueOf);
    }

    /**
     * @param done steps that are taken back are done; at the same place may stand, done, what takes
     *     back one that was not
     */
    private boolean removed(AccountId account, String job, long n, boolean done) {
        int gone =
                jdbc.sql(
                                """
                                delete from triage_step
                                 where account_id = ? and job_id = ? and n = ? and done = ?
                                """)
                        .params(account.value(), job, n, done)
                        .update();
        return gone == 1;
    }

    /** A place after all steps, and after what will take back the last of them. */
    private long behind(AccountId account, String job) {
        return jdbc.sql(
                        "select coalesce(max(n), 0) + ? from triage_step where account_id = ? and job_id = ?")
                .params(ROOM, account.value(), job)
                .query(Long.class)
                .single();
    }

    private void progress(AccountId account, String job, int count) {
        jdbc.sql(
                        """
                        update triage_job
                           set progress = greatest(0, least(total, progress + ?)), leased_until = ?
                         where account_id = ? and id = ?
                        """)
                .params(count, lease(), account.value(), job)
                .update();
    }

    /**
     * All steps are done: it can be taken back from now on; one that was taken back is forgotten.
     */
    public void finish(AccountId account, Job job) {
        if (job.state() == Job.State.UNDOING) {
            jdbc.sql("delete from triage_job where account_id = ? and id = ?")
                    .params(account.value(), job.id())
                    .update();
            return;
        }
        jdbc.sql(
                        """
                        update triage_job set state = 'DONE', progress = total, expires_at = ?
                         where account_id = ? and id = ? and state = 'RUNNING'
                        """)
                .params(expiry(), account.value(), job.id())
                .update();
    }

    /** One that nobody works on, for this node alone. */
    public Optional<Claimed> claim() {
        var now = clock.instant();
        return jdbc.sql(
                        """
                        update triage_job set leased_until = :lease
                         where (account_id, id) = (
                               select account_id, id from triage_job
                                where state in ('RUNNING', 'UNDOING') and leased_until <= :now
                                order by leased_until
                                limit 1 for update skip locked)
                        returning account_id,
                        """
                                + COLUMNS)
                .param("lease", lease())
                .param("now", Timestamp.from(now))
                .query((row, n) ->
                        new Claimed(
                                new AccountId(row.getLong("account_id")),
                                java.util.Objects.requireNonNull(JOB.mapRow(row, n))))
                .optional();
    }

    /** Still at work on it: a step may take longer than a lease. */
    public void renew(AccountId account, String id) {
        jdbc.sql(
                        """
                        update triage_job set leased_until = ?
                         where account_id = ? and id = ? and state in ('RUNNING', 'UNDOING')
                        """)
                .params(lease(), account.value(), id)
                .update();
    }

    private Timestamp lease() {
        return Timestamp.from(clock.instant().plus(LEASE));
    }

    /** Removes what can no longer be taken back. */
    public void forgetExpired() {
        jdbc.sql(
                        """
                        delete from triage_job
                         where expires_at <= ? and state not in ('RUNNING', 'UNDOING')
                        """)
                .param(Timestamp.from(clock.instant()))
                .update();
    }
}
