using Flapjack.Sdk;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.EndToEnd.Tests.Exec;

/// <summary>Whatever ends a command early ends its processes too, at once.</summary>
public sealed class EndingTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    // The shell, a child of it, and one that has left its session.
    private const string FirstWords = "sleep 1000 & child=$!; setsid sleep 1000 & echo $$ $child $!; echo note >&2";
    private const string Family = FirstWords + "; wait";

    [Fact]
    public async Task The_timeout_kills_the_command_and_keeps_its_output()
    {
        var result = await RunIntoItsTimeoutAsync(FirstWords, "wait");

        result.Should().BeEquivalentTo(new { ExitCode = 124, Ok = false, Stderr = "note\n" });
        HostProcesses.Read(result.Stdout).Should().HaveCount(3);
    }

    [Fact]
    public async Task A_command_without_a_timeout_of_its_own_has_two_minutes()
    {
        var clock = new FakeTimeProvider();
        await using var own = await ReadyComputer.StartAsync(new() { TimeProvider = clock });
        await using var events = own.Exec(Family).GetAsyncEnumerator();
        var family = HostProcesses.Read(await events.NextStdoutAsync());

        clock.Advance(TimeSpan.FromSeconds(119));
        family.Should().OnlyContain(id => HostProcesses.IsAlive(id));
        clock.Advance(TimeSpan.FromSeconds(1));

        await HostProcesses.EndPromptlyAsync(family);
        (await events.LastAsync()).Should().BeOfType<ExecExitEvent>().Which.ExitCode.Should().Be(124);
    }

    [Fact]
    public async Task A_command_that_ignores_the_polite_signals_is_killed_as_well()
    {
        var result = await RunIntoItsTimeoutAsync("trap '' TERM INT HUP; echo $$", "while :; do sleep 0.01; done");

        result.ExitCode.Should().Be(124);
        HostProcesses.Read(result.Stdout).Should().ContainSingle();
    }

    [Fact]
    public async Task Cancelling_the_token_of_the_call_kills_the_command()
    {
        using var cancellation = new CancellationTokenSource();
        await using var events = computer.Exec(Family, cancellation.Token).GetAsyncEnumerator();
        var family = HostProcesses.Read(await events.NextStdoutAsync());

        await cancellation.CancelAsync();
        var next = () => events.LastAsync();

        await next.Should().ThrowAsync<OperationCanceledException>();
        await HostProcesses.EndPromptlyAsync(family);
    }

    [Fact]
    public async Task Cancelling_the_token_of_the_enumeration_kills_the_command()
    {
        using var cancellation = new CancellationTokenSource();
        int[] family = [];

        var read = async () =>
        {
            await foreach (var item in computer.Exec(Family).WithCancellation(cancellation.Token))
            {
                if (item is ExecStdoutEvent output)
                {
                    family = HostProcesses.Read(output.Chunk);
                    await cancellation.CancelAsync();
                }
            }
        };

        await read.Should().ThrowAsync<OperationCanceledException>();
        await HostProcesses.EndPromptlyAsync(family);
        family.Should().HaveCount(3);
    }

    [Fact]
    public async Task Either_of_two_tokens_ends_the_enumeration()
    {
        using var ofTheCall = new CancellationTokenSource();
        using var ofTheLoop = new CancellationTokenSource();
        await using var events = computer.Exec(Family, ofTheCall.Token).GetAsyncEnumerator(ofTheLoop.Token);
        var family = HostProcesses.Read(await events.NextStdoutAsync());

        await ofTheCall.CancelAsync();
        var next = () => events.LastAsync();

        await next.Should().ThrowAsync<OperationCanceledException>();
        await HostProcesses.EndPromptlyAsync(family);
    }

    [Fact]
    public async Task Leaving_the_loop_kills_the_command()
    {
        int[] family = [];

        await foreach (var item in computer.Exec(Family))
        {
            if (item is ExecStdoutEvent output)
            {
                family = HostProcesses.Read(output.Chunk);
                break;
            }
        }

        await HostProcesses.EndPromptlyAsync(family);
        family.Should().HaveCount(3);
    }

    [Fact]
    public async Task Leaving_the_loop_stops_a_flood()
    {
        int[] flood = [];

        await foreach (var item in computer.Exec("echo $$; exec yes"))
        {
            if (item is ExecStdoutEvent output)
            {
                flood = HostProcesses.Read(output.Chunk.Split('\n')[0]);
                break;
            }
        }

        await HostProcesses.EndPromptlyAsync(flood);
        (await computer.RunAsync("echo next")).Stdout.Should().Be("next\n");
    }

    [Fact]
    public async Task Cancelling_a_collected_run_kills_the_command()
    {
        using var folder = new TempFolder();
        using var cancellation = new CancellationTokenSource();
        var run = computer.Client.RunComputerAsync(
            computer.AgentId, new() { Command = $"echo $$ > '{folder["tmp"]}'; mv '{folder["tmp"]}' '{folder["pid"]}'; exec sleep 1000" }, cancellation.Token);
        await Eventually.HoldsAsync(() => File.Exists(folder["pid"]), "the command has begun", Limit.Time);

        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => run).Should().ThrowAsync<OperationCanceledException>();
        await HostProcesses.EndPromptlyAsync(HostProcesses.Read(await File.ReadAllTextAsync(folder["pid"])));
    }

    [Fact]
    public async Task Nothing_that_lies_in_the_buffers_is_delivered_after_a_cancellation()
    {
        var latch = computer.NewLatch();
        using var cancellation = new CancellationTokenSource();
        await using var events = computer
            .Exec($"for i in {{1..50}}; do echo $i; echo $i >&2; done; {latch.OpenCommand}", cancellation.Token).GetAsyncEnumerator();
        await events.NextStdoutAsync();
        await latch.OpenedAsync();

        await cancellation.CancelAsync();
        var next = () => events.MoveNextAsync().AsTask();

        await next.Should().ThrowAsync<OperationCanceledException>();
        (await next()).Should().BeFalse();
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_starts_nothing()
    {
        var latch = computer.NewLatch();

        var exec = () => computer.Exec(latch.OpenCommand, new CancellationToken(canceled: true)).LastAsync().AsTask();
        var run = () => computer.Client.RunComputerAsync(computer.AgentId, new() { Command = latch.OpenCommand }, new(canceled: true));

        await exec.Should().ThrowAsync<OperationCanceledException>();
        await run.Should().ThrowAsync<OperationCanceledException>();
        // Had they been sent, they would have run before this one ends.
        await computer.RunAsync("sleep 0.1");
        latch.IsOpen.Should().BeFalse();
    }

    [Fact]
    public async Task A_cable_that_is_pulled_kills_the_command_and_is_no_success()
    {
        await using var cable = new Cable(computer.Backend);
        await using var events = cable.Client.ExecComputerAsync(computer.AgentId, new() { Command = Family }).GetAsyncEnumerator();
        var family = HostProcesses.Read(await events.NextStdoutAsync());

        cable.Pull();
        var rest = () => events.LastAsync();

        (await rest.Should().ThrowAsync<FlapjackStreamInterruptedException>()).Which.ExecId.Should().StartWith("exec_");
        await HostProcesses.EndPromptlyAsync(family);
    }

    [Fact]
    public async Task Deleting_the_agent_kills_the_command_and_tells_its_reader_why()
    {
        var agentId = await computer.Client.CreateReadyAsync(new() { Name = "doomed", Template = ComputerTemplate.Blank });
        await using var events = computer.Client.ExecComputerAsync(agentId, new() { Command = Family }).GetAsyncEnumerator();
        var family = HostProcesses.Read(await events.NextStdoutAsync());

        await computer.Client.DeleteAgentAsync(agentId, Limit.Token);

        (await events.LastAsync()).Should().BeOfType<ExecErrorEvent>().Which.Code.Should().Be("SANDBOX_DESTROYED");
        family.Should().NotContain(id => HostProcesses.IsAlive(id));
    }

    [Fact]
    public async Task Deleting_the_agent_fails_a_collected_run()
    {
        var latch = computer.NewLatch();
        var agentId = await computer.Client.CreateReadyAsync(new() { Name = "doomed", Template = ComputerTemplate.Blank });
        var run = computer.Client.RunAsync(agentId, $"{latch.OpenCommand}; sleep 1000");
        await latch.OpenedAsync();

        await computer.Client.DeleteAgentAsync(agentId, Limit.Token);

        await FluentActions.Awaiting(() => run).Should().ThrowAsync<ComputerDestroyedException>();
    }

    [Fact]
    public async Task Deleting_the_agent_kills_its_dev_server()
    {
        var agentId = await computer.Client.CreateReadyAsync(new() { Name = "doomed", Template = ComputerTemplate.Blank });
        var server = HostProcesses.Read((await computer.Client.RunAsync(agentId, "setsid sleep 1000 >/dev/null 2>&1 & echo $!")).Stdout);
        server.Should().OnlyContain(id => HostProcesses.IsAlive(id));

        await computer.Client.DeleteAgentAsync(agentId, Limit.Token);

        server.Should().NotContain(id => HostProcesses.IsAlive(id));
    }

    [Fact]
    public async Task Disposing_the_backend_leaves_neither_process_nor_folder()
    {
        int[] family;
        string home;
        await using (var own = await ReadyComputer.StartAsync(new()))
        {
            home = (await own.RunAsync("printf %s \"$HOME\"")).Stdout;
            Directory.Exists(home).Should().BeTrue();
            var events = own.Exec(Family).GetAsyncEnumerator();
            family = HostProcesses.Read(await events.NextStdoutAsync());
        }

        family.Should().NotContain(id => HostProcesses.IsAlive(id));
        Directory.Exists(home).Should().BeFalse();
    }

    /// <summary>Runs a command whose timeout comes once it has said its first words.</summary>
    private static async Task<ComputerExecResult> RunIntoItsTimeoutAsync(string firstWords, string rest)
    {
        var clock = new ArmedTime();
        await using var own = await ReadyComputer.StartAsync(new() { TimeProvider = clock });
        var latch = own.NewLatch();
        var run = own.Client.RunComputerAsync(
            own.AgentId, new() { Command = $"{firstWords}; {latch.OpenCommand}; {rest}", Timeout = TimeSpan.FromSeconds(1) }, Limit.Token);
        await latch.OpenedAsync();

        await clock.IsArmedAsync(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));

        var result = await run;
        await HostProcesses.EndPromptlyAsync(HostProcesses.Read(result.Stdout));
        return result;
    }
}
