package io.dispenser.telemetry.adapter.delta.committer;

import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.core.storage.Causes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes to the log of the program what those do who commit for others: in quiet operation, that they hold the lease. What nobody
 * can change by the minute is told once. Any thread.
 */
public final class GroupCommitLog implements GroupCommitListener {

    private static final Logger LOG = System.getLogger("telemetry");

    private final String table;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    public GroupCommitLog(String table) {
        this.table = table;
    }

    /** This process has the lease, and begins. */
    public void begun() {
        LOG.log(Level.INFO, "table " + table + ": many hosts write to it; this agent commits for all of them now");
    }

    @Override
    public void committed(long version, int writers, int rows) {
        LOG.log(
                Level.DEBUG,
                "table " + table + ": version " + version + " has " + rows + " rows of " + writers + " writers");
        told.remove("blocked");
    }

    @Override
    public void setAside(InboxName name, String problem) {
        LOG.log(
                Level.WARNING,
                "table " + table + ": the rows that writer " + name.writerId() + " handed over in "
                        + name.path() + " can't be used (" + problem
                        + "); the file was moved to _delta_log/_dispenser/aside/. Its host still has the rows, and writes them again");
    }

    @Override
    public void misfit(InboxName name, String problem) {
        once(
                name.writerId() + problem,
                "table " + table + ": rows of writer " + name.writerId() + " wait in its inbox, since " + problem
                        + "; alter the table, or bring that host's version to this one's");
    }

    @Override
    public void undeletable(Exception refusal) {
        once(
                "undeletable",
                "table " + table + ": this host may not delete in _delta_log/_dispenser/ (" + Causes.text(refusal)
                        + "): rows are handed over and committed all the same, each once, but files whose rows are in the"
                        + " table stay there until a host with that right commits for all");
    }

    @Override
    public void overburdened(int files) {
        once(
                "overburdened",
                "table " + table + ": " + files
                        + " files that can't be deleted lie in its inbox, so this agent no longer"
                        + " commits for other hosts, and each may have to commit by itself; give an agent the right to delete"
                        + " in _delta_log/_dispenser/");
    }

    @Override
    public void newerFormat() {
        once(
                "newer",
                "table " + table + ": its inbox holds files of a later version of this program; the hosts with that"
                        + " version commit for all, and this one no longer does");
    }

    @Override
    public void failed(Exception failure) {
        LOG.log(
                Level.DEBUG,
                "table " + table + ": a commit for many hosts failed and is tried again: " + Causes.text(failure));
    }

    @Override
    public void blocked(Exception problem) {
        once("blocked", "table " + table + ": nothing can be committed for others: " + Causes.text(problem));
    }

    @Override
    public void ended(boolean released) {
        LOG.log(
                Level.INFO,
                "table " + table + ": this agent no longer commits for other hosts"
                        + (released ? "" : ", since another one does"));
    }

    private void once(String what, String message) {
        if (told.add(what)) {
            LOG.log(Level.WARNING, message);
        }
    }
}
