using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Resources;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Chat.Computers;

/// <summary>What an agent is told when its computer sleeps, is gone, is not ready, or takes no more commands.</summary>
public sealed class ComputerMishapTests(TestBackend server) : IClassFixture<TestBackend>
{
    private readonly ComputerToolbox _tools = new(server);

    [Fact]
    public async Task A_computer_that_is_stopped_wakes_for_a_command_and_for_a_file()
    {
        var agent = await server.CreateReadyAgentAsync();
        (await _tools.WriteAsync(agent, "kept", "still here")).Answer();
        await server.Backend.Computers.StopAsync(agent);

        (await _tools.ReadAsync(agent, "kept")).Answer().GetProperty("content").GetString().Should().Be("still here");
        (await server.Backend.StatusOfAsync(agent)).Should().Be("ready");
        await server.Backend.Computers.StopAsync(agent);

        (await _tools.RunAsync(agent, "cat kept")).Answer().GetProperty("stdout").GetString().Should().Be("still here");
        (await server.Backend.StatusOfAsync(agent)).Should().Be("ready");
    }

    [Fact]
    public async Task A_computer_that_is_gone_says_what_makes_it_anew()
    {
        var (destroyed, broken) = (await server.CreateReadyAgentAsync(), await server.CreateReadyAgentAsync());
        await server.Backend.Computers.DestroyAsync(destroyed);
        await server.Backend.Computers.FailAsync(broken);

        const string Advice = " and does nothing any more. Tell the user: POST /api/agents/from-template with the agent's externalAppId makes it anew; "
            + "an agent without an externalAppId has to be replaced by another agent.";
        (await _tools.RunAsync(destroyed, "true")).Fault().Should().Be("The computer is in state 'destroyed'" + Advice);
        (await _tools.ReadAsync(destroyed, "x")).Fault().Should().Be("The computer is in state 'destroyed'" + Advice);
        (await _tools.WriteAsync(broken, "x", "y")).Fault().Should().Be("The computer is in state 'error'" + Advice);
        (await server.Backend.StatusOfAsync(broken)).Should().Be("error");
    }

    [Fact]
    public async Task A_computer_that_can_not_be_made_is_in_error()
    {
        var agent = await server.CreateBareAgentAsync();
        server.Backend.Computers.FailNextCreation();

        (await _tools.RunAsync(agent, "true")).Fault().Should().StartWith("The computer is in state 'error'");
    }

    [Fact]
    public async Task A_deletion_ends_the_command_of_a_tool()
    {
        var agent = await server.CreateReadyAgentAsync();
        var home = await server.HomeOfAsync(agent);
        (await _tools.RunAsync(agent, "mkfifo started")).Answer();
        var run = _tools.RunAsync(agent, "echo begun; echo >started; sleep 1000");
        await Task.Run(() => File.ReadAllText(Path.Combine(home, "workspace", "started"))).WaitAsync(TestBackend.Patience);

        (await server.DeleteAsync($"/api/agents/{agent}")).Status.Should().Be(204);

        var outcome = await run;
        outcome.Fault().Should().Be("The computer was destroyed while the command ran. Look at what the command has changed before you run it again.");
        outcome.Result.GetProperty("stdout").GetString().Should().Be("begun\n");
        Directory.Exists(home).Should().BeFalse();
    }

    [Fact]
    public async Task An_agent_that_is_deleted_gets_no_computer_any_more()
    {
        var (bare, made) = (await server.CreateBareAgentAsync(), await server.CreateReadyAgentAsync());
        await using var ofBare = await _tools.Source.OfferAsync(_tools.Turn(bare, ComputerToolbox.Enabled), CancellationToken.None);
        await server.DeleteAsync($"/api/agents/{bare}");
        await server.DeleteAsync($"/api/agents/{made}");

        const string Deleted = "The agent is being deleted, and its computer with it. Nothing more can be done on it.";
        (await _tools.RunAsync(bare, "true")).Fault().Should().Be(Deleted);
        (await _tools.WriteAsync(made, "x", "y")).Fault().Should().Be(Deleted);
        server.Backend.ComputersOf().Find(bare).Should().BeNull();
        server.Backend.ComputersOf().Find(made).Should().BeNull();
        Directory.Exists(Path.Combine(server.Backend.Folder(), "computers", bare)).Should().BeFalse();
    }

    [Fact]
    public async Task A_computer_that_is_not_set_up_in_time_is_told()
    {
        var clock = new FakeTimeProvider();
        using var repository = await LocalRepository.CreateAsync();
        await using var slow = await TestBackend.StartAsync(options =>
        {
            options.TimeProvider = clock;
            repository.Rewrite(options);
        });
        var tools = new ComputerToolbox(slow, clock);
        var agent = await slow.CreateAgentAsync(LocalRepository.Body(repository.WaitAtGate));
        var run = tools.RunAsync(agent, "true");

        clock.Advance(TimeSpan.FromMinutes(2));

        (await run).Fault().Should().Be("The computer is not set up yet, and did not become ready within 120 s. Nothing was done on it; try again later.");
        var next = tools.RunAsync(agent, "cat version.txt");
        repository.Open();
        (await next).Answer().GetProperty("stdout").GetString().Should().StartWith("one");
    }

    [Fact]
    public async Task The_limits_of_commands_hold_for_tools_too()
    {
        await using var limited = await TestBackend.StartAsync(options => options.RateLimits = new() { PerAgentPerMinute = 2 });
        var tools = new ComputerToolbox(limited);
        var agent = await limited.CreateBareAgentAsync();

        (await tools.RunAsync(agent, "true")).Answer();
        (await limited.RunAsync(agent, "true")).ExitCode.Should().Be(0);

        (await tools.RunAsync(agent, "true")).Fault().Should()
            .MatchRegex(@"^Nothing was done on the computer: This agent may start 2 commands a minute, and has; come again in \d+ s\.$");
        (await tools.WriteAsync(agent, "x", "a file is no command")).Answer();
    }

    [Fact]
    public async Task A_backend_that_closes_ends_the_command_of_a_tool()
    {
        var closing = await TestBackend.StartAsync();
        var tools = new ComputerToolbox(closing);
        var agent = await closing.CreateReadyAgentAsync();
        var home = await closing.HomeOfAsync(agent);
        (await tools.RunAsync(agent, "mkfifo started")).Answer();
        var run = tools.RunAsync(agent, "echo >started; sleep 1000");
        await Task.Run(() => File.ReadAllText(Path.Combine(home, "workspace", "started"))).WaitAsync(TestBackend.Patience);

        await closing.DisposeAsync();

        (await run).IsError.Should().BeTrue();
    }

    [Fact]
    public async Task A_deletion_that_comes_while_the_computer_is_made_leaves_nothing()
    {
        for (var round = 0; round < 10; round++)
        {
            var agent = await server.CreateBareAgentAsync();

            var run = Task.Run(() => _tools.RunAsync(agent, "true"));
            (await server.DeleteAsync($"/api/agents/{agent}")).Status.Should().Be(204);

            // The command may have been quicker.
            _ = await run;
            server.Backend.ComputersOf().Find(agent).Should().BeNull();
            Directory.Exists(Path.Combine(server.Backend.Folder(), "computers", agent)).Should().BeFalse();
        }
    }

    [Fact]
    public async Task A_workspace_that_a_command_has_removed_is_made_again_for_a_file()
    {
        var agent = await server.CreateReadyAgentAsync();
        await server.RunAsync(agent, "rm -rf ~/workspace");

        (await _tools.WriteAsync(agent, "x", "y")).Answer();

        (await server.RunAsync(agent, "cat x")).Stdout.Should().Be("y");
    }

    [Fact]
    public async Task A_computer_that_a_tool_has_made_is_there_after_a_restart()
    {
        using var folder = new TempFolder();
        string agent;
        await using (var first = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path))
        {
            agent = await first.CreateBareAgentAsync();
            (await new ComputerToolbox(first).RunAsync(agent, "echo kept >file")).Answer();
        }

        await using var second = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path);

        (await second.Backend.StatusOfAsync(agent)).Should().Be("ready");
        (await new ComputerToolbox(second).ReadAsync(agent, "file")).Answer().GetProperty("content").GetString().Should().Be("kept\n");
        (await new ComputerToolbox(second).Source.NamesAsync(new ComputerToolbox(second).Turn(agent))).Should().BeEmpty("one message had asked for the computer");
    }

    [Fact]
    public async Task What_the_computer_does_not_keep_of_an_output_is_told_as_left_out()
    {
        await using var small = await TestBackend.StartAsync(options => options.MaxOutputBytes = 2_000);
        var agent = await small.CreateBareAgentAsync();

        var stdout = (await new ComputerToolbox(small).RunAsync(agent, "seq 1 10000")).Answer().GetProperty("stdout").GetString()!;

        stdout.Should().StartWith("1\n2\n").And.EndWith("9999\n10000\n");
        // seq writes 48,894 bytes.
        stdout.Should().Contain("\n[46894 bytes are left out here.");
    }

    [Fact]
    public async Task A_file_that_is_written_keeps_the_computer_awake()
    {
        var clock = new FakeTimeProvider();
        await using var idling = await TestBackend.StartAsync(options => (options.TimeProvider, options.IdleAfter) = (clock, TimeSpan.FromHours(2)));
        var tools = new ComputerToolbox(idling, clock);
        var agent = await idling.CreateReadyAgentAsync();
        clock.Advance(TimeSpan.FromMinutes(119));
        (await tools.WriteAsync(agent, "x", "y")).Answer();

        clock.Advance(TimeSpan.FromMinutes(119));

        // A computer that goes idle takes its turn first, and so is idle before the file is read.
        (await tools.ReadAsync(agent, "x")).Answer();
        (await idling.Backend.ReadAuditLogAsync(agent)).Should().NotContain(row => row.Action == "idle");
    }

    [Fact]
    public async Task A_computer_that_woke_for_a_file_that_is_not_there_goes_idle_again()
    {
        var clock = new FakeTimeProvider();
        await using var idling = await TestBackend.StartAsync(options => (options.TimeProvider, options.IdleAfter) = (clock, TimeSpan.FromHours(2)));
        var tools = new ComputerToolbox(idling, clock);
        var agent = await idling.CreateReadyAgentAsync();
        clock.Advance(TimeSpan.FromHours(2));
        await Eventually.HoldsAsync(async () => await idling.Backend.StatusOfAsync(agent) == "idle", "nobody has used the computer");

        (await tools.ReadAsync(agent, "absent")).Fault().Should().StartWith("There is no 'absent'");
        (await idling.Backend.StatusOfAsync(agent)).Should().Be("ready");
        clock.Advance(TimeSpan.FromHours(2));

        await Eventually.HoldsAsync(async () => await idling.Backend.StatusOfAsync(agent) == "idle", "the computer goes idle again");
    }
}
