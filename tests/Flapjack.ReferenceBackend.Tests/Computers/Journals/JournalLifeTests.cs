namespace Flapjack.ReferenceBackend.Tests.Computers.Journals;

/// <summary>What journals leave behind: nothing.</summary>
public sealed class JournalLifeTests
{
    [Fact]
    public Task Forty_ended_commands_hold_no_file_open_and_their_journals_go_when_their_hour_is_over() => EndAsync(commands: 40);

    [SoakFact]
    [Trait("Category", "Soak")]
    public Task Five_hundred_ended_commands_hold_no_file_open_and_their_journals_go_when_their_hour_is_over() => EndAsync(commands: 500);

    [Fact]
    public async Task Deleting_an_agent_removes_its_journals()
    {
        await using var computer = await ReadyComputer.StartAsync();
        await computer.RunAsync("echo x");
        using var running = await computer.ExecAsync("echo begun; exec sleep 1000");
        await running.ReadUntilPrintedAsync("begun");

        await computer.Server.DeleteAsync($"/api/agents/{computer.Agent}");
        (await running.ReadFramesAsync()).ShouldEndWithError("SANDBOX_DESTROYED");

        computer.Server.Backend.JournalFiles().Should().BeEmpty();
    }

    [Fact]
    public async Task A_disposed_backend_leaves_no_file_and_no_descriptor_though_commands_ran_and_were_read()
    {
        var computer = await ReadyComputer.StartAsync();
        var backend = computer.Server.Backend;
        var paused = await computer.ExecAsync("exec yes");
        await paused.ReadUntilPrintedAsync("y");
        var quiet = await computer.ExecAsync("exec sleep 1000", ReadyComputer.Detach(1000));
        await quiet.ReadFrameAsync();
        quiet.Dispose();
        var folder = backend.Folder();

        await computer.Server.DisposeAsync();

        Directory.Exists(folder).Should().BeFalse();
        backend.OpenFiles().Should().BeEmpty();
        paused.Dispose();
    }

    [Fact]
    public async Task A_command_that_was_refused_leaves_no_journal()
    {
        await using var computer = await ReadyComputer.StartAsync();
        var before = computer.Server.Backend.JournalFiles().Length;

        await computer.PostAsync(ReadyComputer.Body("true"), ReadyComputer.After("what?"));
        await computer.PostAsync("""{"command":"true","workingDir":"/workspace/none"}""");

        computer.Server.Backend.JournalFiles().Should().HaveCount(before);
        computer.Server.Backend.OpenFiles().Should().BeEmpty();
    }

    private static async Task EndAsync(int commands)
    {
        var clock = new ArmedTime();
        await using var computer = await ReadyComputer.StartAsync(options =>
        {
            options.TimeProvider = clock;
            options.MaxOutputBytes = 4;
        });
        var backend = computer.Server.Backend;
        var bootstrap = backend.JournalFiles().Length;

        await Parallel.ForEachAsync(Enumerable.Range(0, commands), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, _) =>
        {
            // Every other one needs a ring.
            var answer = await computer.PostAsync(ReadyComputer.Body(n % 2 == 0 ? "echo x" : "echo more than that"));
            answer.Body.Should().Contain("event: exit");
        });

        backend.JournalFiles().Should().HaveCountGreaterThanOrEqualTo(commands);
        await Eventually.HoldsAsync(
            () => !backend.JournalFiles().Any(file => file.Name.EndsWith(".ring", StringComparison.Ordinal)), "a ring goes with its command");
        await Eventually.HoldsAsync(() => backend.OpenFiles().Length == 0, "nobody reads any more");
        clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        backend.JournalFiles().Should().HaveCountGreaterThanOrEqualTo(commands);
        clock.Advance(TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(1));
        backend.JournalFiles().Should().HaveCountLessThanOrEqualTo(bootstrap, "the sweep has removed them");
    }
}
