using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Storage;

/// <summary>Holds what a host has after a crash against what the workers were answered before it.</summary>
internal sealed class AfterCrash(string directory, CrashLife life)
{
    /// <summary>Checks everything that a worker knows, and lets it know what has become of what it did not.</summary>
    public async Task CheckAsync(CrashWorker worker)
    {
        // A creation that was not answered and can't be repeated: nobody has its id.
        worker.Agents.RemoveAll(agent => agent is { Id: null, App: null });
        foreach (var agent in worker.Agents)
        {
            await CheckAsync(worker, agent);
        }
    }

    private async Task CheckAsync(CrashWorker worker, KnownAgent agent)
    {
        if (agent.Id is null)
        {
            agent.IsTornAtBirth = true;
            await CreateAsync(worker, agent);
        }

        var status = await life.SendAsync(HttpMethod.Get, agent.Path("/computer/status"));
        if (agent.IsGone || (agent.IsDeletionAsked && status.Status == 404))
        {
            status.ShouldBeRefused(404, "NOT_FOUND");
            Directory.Exists(Path.Combine(directory, "computers", agent.Id!)).Should().BeFalse();
            if (!agent.IsGone)
            {
                agent.IsGone = true;
                agent.Told.Add("agent.deleted");
            }

            return;
        }

        agent.IsDeletionAsked = false;
        status.Status.Should().Be(200, status.Body);
        await CheckBootstrapAsync(worker, agent, status.Text("computer", "status"));
        foreach (var exec in agent.Execs)
        {
            await CheckAsync(agent, exec);
        }
    }

    private async Task CreateAsync(CrashWorker worker, KnownAgent agent)
    {
        var answer = await life.SendAsync(HttpMethod.Post, "/api/agents/from-template", worker.BodyOf(agent));
        answer.Status.Should().BeOneOf([200, 201], answer.Body);
        (agent.Id is null || agent.Id == answer.Text("agent", "id")).Should().BeTrue("an app has one agent");
        agent.Id = answer.Text("agent", "id");
    }

    private async Task CheckBootstrapAsync(CrashWorker worker, KnownAgent agent, string status)
    {
        var frames = await life.ReadBootstrapAsync(agent);
        frames.Should().ContainSingle(frame => frame.Event == "done", "a bootstrap ends once: {0}", string.Join("\n\n", frames));
        frames[^1].Event.Should().Be("done");
        var end = frames[^1].Data.GetProperty("status").GetString();
        if (agent.IsReady)
        {
            (status, end).Should().Be(("ready", "ready"), "that was answered");
            return;
        }

        // One that was begun just now, because its creation was not answered, may have ended meanwhile.
        (status == end || status == "bootstrapping").Should().BeTrue("{0} is {1}", status, end);
        agent.Bootstraps++;
        agent.Told.Add(end == "ready" ? "bootstrap.succeeded" : "bootstrap.failed");
        if (end == "ready")
        {
            agent.IsReady = true;
        }
        else if (agent.App is not null)
        {
            await CreateAsync(worker, agent);
            await CheckBootstrapAsync(worker, agent, "bootstrapping");
        }
        else
        {
            (await life.SendAsync(HttpMethod.Post, agent.Path("/computer/exec"), """{"command":"true"}""")).ShouldBeRefused(410, "SANDBOX_DESTROYED");
            await CrashWorker.DeleteAsync(life, agent);
        }
    }

    private async Task CheckAsync(KnownAgent agent, KnownExec exec)
    {
        var home = Path.Combine(directory, "computers", agent.Id!, "home");
        // One that never got through runs now, and is not to sleep.
        File.WriteAllText(Path.Combine(home, exec.Gate), "");
        var wasRead = exec.End is not null;

        var frames = await life.RepeatAsync(agent, exec);

        var said = string.Concat(frames.Select(frame => frame.Text + "\n\n"));
        said.Should().StartWith(exec.Read, "what was read of {0} stays", exec.Key);
        frames[0].Event.Should().BeOneOf("exec_started", "error");
        if (wasRead)
        {
            said.Should().Be(exec.Read);
        }
        else
        {
            ShouldBeHonest(exec, frames);
            frames.Skip(exec.Read.Split("\n\n").Length - 1).ToList().ForEach(exec.Saw);
        }

        if (exec.Id is not null)
        {
            string.Concat((await life.ReadAgainAsync(agent, exec.Id)).Select(frame => frame.Text + "\n\n")).Should().Be(said);
        }

        var runs = Path.Combine(home, exec.Runs);
        var count = File.Exists(runs) ? File.ReadAllLines(runs).Length : 0;
        count.Should().BeLessThanOrEqualTo(1, "{0} runs once", exec.Key);
        if (new ExecOutcome(frames).Stdout.Length > 0)
        {
            count.Should().Be(1, "{0} had written before it spoke", exec.Key);
        }
    }

    private static void ShouldBeHonest(KnownExec exec, List<SseFrame> frames)
    {
        var end = frames[^1];
        var finished = new ExecOutcome(frames).Stdout.EndsWith(exec.LastLine + "\n", StringComparison.Ordinal);
        if (end.Event == "error")
        {
            end.Data.GetProperty("code").GetString().Should().BeOneOf(exec.IsStopAsked ? ["EXEC_OUTCOME_UNKNOWN", "EXEC_STOPPED"] : ["EXEC_OUTCOME_UNKNOWN"]);
        }
        else if (exec.IsStopAsked)
        {
            end.Event.Should().Be("exit");
            end.Data.GetProperty("ok").GetBoolean().Should().Be(finished && exec.ExitCode == 0, end.Text);
        }
        else
        {
            end.Event.Should().Be("exit");
            end.Data.GetProperty("exitCode").GetInt32().Should().Be(exec.ExitCode, "{0} was not disturbed", exec.Key);
            finished.Should().BeTrue("{0} says so itself", exec.Key);
        }
    }
}
