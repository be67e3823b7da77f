package org.bocau.triage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bocau.account.AccountId;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;

/** Jobs that two nodes work on, by clocks so far ahead that the server's own runner waits. */
@IntegrationTest
class JobsTest {
    private static final Step FIRST = step("1:5");
    private static final Step SECOND = step("6:9");
    private static final List<Step> BACK = List.of(step("1:5"));

    private final TestServer server;
    private final AccountId an;
    private final Jobs jobs;

    JobsTest(TestServer server) {
        this.server = server;
        this.an = server.account("an").id();
        this.jobs = jobs(Duration.ofDays(1));
    }

    private Jobs jobs(Duration ahead) {
        return new Jobs(
                server.jdbc(),
                server.bean(PlatformTransactionManager.class),
                Clock.offset(server.bean(Clock.class), ahead));
    }

    private static Step step(String uids) {
        return new Step("INBOX", Uids.parse(uids), new Change.Flag("\\Seen", true));
    }

    private Job planned() {
        var id = jobs.plan(an, "read", "", 9, List.of(FIRST, SECOND));
        return jobs.find(an, id).orElseThrow();
    }

    private Jobs.Numbered next(Job job) {
        return jobs.next(an, job).orElseThrow();
    }

    @Test
    void aStepThatTwoHaveDoneIsCountedOnceAndTakenBackWhole() {
        var job = planned();
        var step = next(job);
        assertThat(jobs.advance(an, job, step, BACK)).isTrue();
        assertThat(jobs.advance(an, job, step, List.of(step("2")))).as("second").isFalse();
        assertThat(jobs.find(an, job.id()).orElseThrow().progress()).isEqualTo(5);
        assertThat(next(job).step()).isEqualTo(SECOND);

        assertThat(jobs.advance(an, job, next(job), List.of())).isTrue();
        jobs.finish(an, job);
        var undone = jobs.undo(an, job.id()).orElseThrow();
        var back = next(undone);
        assertThat(back.step()).isEqualTo(step("2"));
        assertThat(jobs.advance(an, undone, back, List.of())).isTrue();
        assertThat(jobs.advance(an, undone, back, List.of())).as("second").isFalse();
        assertThat(next(undone).step()).isEqualTo(BACK.getFirst());
    }

    /** Who is late stands behind what will take back the last step. */
    @Test
    void whoIsLateTakesNobodysPlace() {
        var job = planned();
        var step = next(job);
        jobs.advance(an, job, step, BACK);
        assertThat(jobs.advance(an, job, step, BACK)).isFalse();
        assertThat(jobs.advance(an, job, next(job), List.of(step("6"), step("7"), step("8"))))
                .isTrue();
    }

    @Test
    void whatWasUnderWayWhenItWasStoppedCanBeTakenBack() {
        var job = planned();
        var step = next(job);
        jobs.cancel(an, job.id());
        assertThat(jobs.advance(an, job, step, BACK)).isFalse();
        assertThat(jobs.find(an, job.id()).orElseThrow().progress()).isEqualTo(5);
        var undone = jobs.undo(an, job.id()).orElseThrow();
        assertThat(next(undone).step()).isEqualTo(BACK.getFirst());
    }

    @Test
    void whoIsTooLateForAForgottenJobStops() {
        var job = planned();
        var step = next(job);
        jobs.cancel(an, job.id());
        jobs.undo(an, job.id()).ifPresent(undone -> jobs.finish(an, undone));
        assertThat(jobs.advance(an, job, step, BACK)).isFalse();
    }

    @Test
    void aLongStepKeepsItsLease() {
        var job = planned();
        assertThat(jobs.claim()).map(Jobs.Claimed::job).map(Job::id).contains(job.id());
        var others = jobs(Duration.ofDays(1).plus(Jobs.LEASE).minusSeconds(20));
        others.renew(an, job.id());
        assertThat(jobs(Duration.ofDays(1).plus(Jobs.LEASE).plusSeconds(30)).claim())
                .isEqualTo(Optional.empty());
        var afterwards = jobs(Duration.ofDays(1).plus(Jobs.LEASE.multipliedBy(3)));
        assertThat(afterwards.claim()).map(Jobs.Claimed::job).map(Job::id).contains(job.id());
        jobs.cancel(an, job.id());
    }
}
