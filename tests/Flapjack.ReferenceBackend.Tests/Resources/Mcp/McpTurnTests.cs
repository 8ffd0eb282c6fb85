using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Resources.Mcp;

namespace Flapjack.ReferenceBackend.Tests.Resources.Mcp;

/// <summary>An MCP server that does not work costs the turn its tools only, and nothing of it is left behind the turn.</summary>
public sealed class McpTurnTests(McpToolServer server) : IClassFixture<McpToolServer>
{
    [Fact]
    public async Task A_server_that_fails_is_a_fault_without_secrets_and_the_others_are_offered()
    {
        using var world = new McpWorld();
        world.Attach(server, name: "Bad key", key: "s3cret-that-is-wrong");
        world.Attach(server, name: "Gone", path: "/nowhere");
        world.Attach(new McpServerDocument { Name = "No program", Transport = "stdio", Command = "/no/such/program" });
        world.Attach(server, name: "Good");

        await using var offer = await world.OfferAsync();

        offer.Tools.Select(tool => tool.Name).Should().Contain("good__echo").And.OnlyContain(name => name.StartsWith("good__"));
        offer.Faults.Should().Equal(
            new ToolFault("mcp", "Bad key", "The server answered with the status 401. Does it ask for credentials?"),
            new ToolFault("mcp", "Gone", "The server answered with the status 404."),
            new ToolFault("mcp", "No program", "The program could not be started. Is it installed, and on the PATH of the backend?"));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_a_fault_when_its_time_is_over()
    {
        var clock = new ArmedTime();
        using var world = new McpWorld(clock);
        world.Attach(server, name: "Silent", path: "/silent");

        var offering = world.OfferAsync();
        await clock.IsArmedAsync(McpTools.Limit);
        clock.Advance(McpTools.Limit);
        await using var offer = await offering.Soon();

        offer.Faults.Should().Equal(new ToolFault("mcp", "Silent", "The server did not answer within 10 seconds."));
    }

    [Fact]
    public async Task A_call_that_is_not_answered_is_cancelled_at_its_limit_and_the_agent_is_told()
    {
        var clock = new ArmedTime();
        using var world = new McpWorld(clock);
        world.Attach(server);
        await using var offer = await world.OfferAsync();

        var call = offer.ErrorAsync("test__wait", world.WaitArguments);
        await world.MadeAsync(McpTestTools.Started);
        clock.Advance(McpConnection.CallLimit);

        (await call).Should().Be("The tool 'wait' failed. The server did not answer the call within 60 seconds; the call was cancelled. Go on without it, or try another call.");
        await world.MadeAsync(McpTestTools.Cancelled);
    }

    [Fact]
    public async Task A_program_that_dies_in_a_call_fails_this_call_and_those_behind_it()
    {
        using var world = new McpWorld();
        world.Attach(server, "stdio");
        await using var offer = await world.OfferAsync();

        (await offer.ErrorAsync("test__die", "{}")).Should().Be("The tool 'die' failed. The server closed the connection before it had answered the call. Go on without it, or try another call.");
        (await offer.ErrorAsync("test__echo", """{"text":"x"}""")).Should().StartWith("The tool 'echo' failed.");
    }

    [Fact]
    public async Task A_program_ends_with_its_turn()
    {
        using var world = new McpWorld();
        world.Attach(server, "stdio");
        var offer = await world.OfferAsync();
        var id = await world.ProgramIdAsync();
        HostProcesses.IsAlive(id).Should().BeTrue();

        await offer.DisposeAsync();

        await HostProcesses.EndPromptlyAsync(id);
    }

    [Fact]
    public async Task A_program_that_is_deaf_ends_with_the_turn_that_was_stopped_while_it_was_asked()
    {
        using var world = new McpWorld();
        using var turn = new CancellationTokenSource();
        world.Attach(
            new McpServerDocument { Name = "Deaf", Transport = "stdio", Command = "/bin/bash", Args = ["-c", "trap '' TERM; sleep 1000 & echo $$ $! > \"$ID_FILE\"; wait; sleep 1000"] },
            new(new Dictionary<string, string>(), new Dictionary<string, string> { ["ID_FILE"] = world.IdFile }));

        var offering = world.OfferAsync(turn.Token);
        await world.ProgramIdAsync();
        await turn.CancelAsync();

        await ((Func<Task>)(() => offering.Soon())).Should().ThrowAsync<OperationCanceledException>();
        await HostProcesses.EndPromptlyAsync(HostProcesses.Read(await File.ReadAllTextAsync(world.IdFile)));
    }

    [Fact]
    public async Task A_turn_has_one_session_with_a_server_and_ends_it()
    {
        using var world = new McpWorld();
        world.Attach(server);
        var before = server.Leaves;
        var offer = await world.OfferAsync();
        await offer.ResultAsync("test__echo", """{"text":"x"}""");
        await offer.ResultAsync("test__echo", """{"text":"y"}""");

        await offer.DisposeAsync();

        (server.Leaves - before).Should().Be(1);
    }

    [Fact]
    public async Task Credentials_that_cannot_be_decrypted_are_a_fault()
    {
        using var world = new McpWorld();
        world.Attach(server);
        world.LoseKeys();

        await using var offer = await world.OfferAsync();

        offer.Faults.Single().Reason.Should().StartWith("The stored credentials can't be decrypted");
    }

    [Fact]
    public async Task A_backend_that_isolates_its_computers_starts_no_program_for_a_turn()
    {
        using var world = new McpWorld { MayStartPrograms = false };
        world.Attach(server, "stdio");

        await using var offer = await world.OfferAsync();

        offer.Tools.Should().BeEmpty();
        offer.Faults.Single().Reason.Should().Contain("isolation");
        File.Exists(world.IdFile).Should().BeFalse();
    }
}
