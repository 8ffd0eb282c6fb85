using Flapjack.ReferenceBackend.Tests.Api;
using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

/// <summary>What a key stands for, which calls bind it, and in which order a call is checked.</summary>
public sealed class KeyBindingTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    private const string Original = """{"command":"echo x >>$HOME/bound","timeoutSec":100,"workingDir":"/workspace"}""";

    private readonly string _key = NewKey();

    [Theory]
    [InlineData("""{"command":"echo y","timeoutSec":100,"workingDir":"/workspace"}""")]
    [InlineData("""{"command":"echo x >>$HOME/bound ","timeoutSec":100,"workingDir":"/workspace"}""")]
    [InlineData("""{"command":"echo x >>$HOME/bound","timeoutSec":101,"workingDir":"/workspace"}""")]
    [InlineData("""{"command":"echo x >>$HOME/bound","workingDir":"/workspace"}""")]
    [InlineData("""{"command":"echo x >>$HOME/bound","timeoutSec":100,"workingDir":"/workspace/"}""")]
    [InlineData("""{"command":"echo x >>$HOME/bound","timeoutSec":100}""")]
    [InlineData("""{"command":"echo x >>$HOME/bound1","timeoutSec":100,"workingDir":"workspace"}""")]
    public async Task Another_body_under_the_same_key_is_refused_and_not_run(string other)
    {
        await computer.PostAsync(Original, Key(_key));
        var before = computer.LinesOf("bound");

        var answer = await computer.PostAsync(other, Key(_key));
        var repeat = await computer.PostAsync(Original, Key(_key));

        answer.ShouldBeRefused(422, "IDEMPOTENCY_KEY_REUSED");
        repeat.Status.Should().Be(200, "the key still stands for what it was used for");
        computer.LinesOf("bound").Should().Be(before);
    }

    [Fact]
    public async Task Another_body_is_refused_while_the_first_still_runs()
    {
        using var running = await computer.ExecAsync("exec sleep 1000", Key(_key));

        var answer = await computer.PostAsync(Body("echo other"), Key(_key));

        answer.ShouldBeRefused(422, "IDEMPOTENCY_KEY_REUSED");
    }

    [Theory]
    [InlineData("""{ "workingDir" : "/workspace", "more" : 1, "timeoutSec":100, "command" : "echo x >>$HOME\u002fbound" }""")]
    [InlineData("""{"command":"echo x >>$HOME/bound","timeoutSec":100,"workingDir":"/workspace","workingDirectory":null}""")]
    public async Task The_same_request_in_other_JSON_is_a_repeat(string same)
    {
        var first = await computer.PostAsync(Original, Key(_key));

        var repeat = await computer.PostAsync(same, Key(_key));

        repeat.Body.Should().Be(first.Body);
    }

    [Theory]
    [InlineData("{", "INVALID_JSON")]
    [InlineData("{}", "INVALID_COMMAND")]
    [InlineData("""{"command":"true","timeoutSec":0}""", "INVALID_TIMEOUT")]
    [InlineData("""{"command":"true","workingDir":"/workspace/none"}""", "INVALID_WORKING_DIR")]
    public async Task A_bad_request_does_not_bind_its_key(string body, string code)
    {
        var refused = await computer.PostAsync(body, Key(_key));
        var later = await computer.RunAsync("echo free", Key(_key));

        refused.ShouldBeRefused(400, code);
        later.Printed().Should().Be("free\n");
    }

    [Theory]
    [InlineData("Flapjack-Detach-Seconds", "soon")]
    [InlineData("Last-Event-ID", "what?")]
    public async Task A_bad_header_does_not_bind_the_key_either(string name, string value)
    {
        var refused = await computer.PostAsync(Body("echo free"), Key(_key), (name, value));
        var later = await computer.RunAsync("echo free", Key(_key));

        refused.Status.Should().Be(400, refused.Body);
        later.Printed().Should().Be("free\n");
        later.Exit().GetProperty("exitCode").GetInt32().Should().Be(0);
    }

    [Fact]
    public async Task A_computer_that_is_not_ready_does_not_bind_the_key()
    {
        using var repository = await LocalRepository.CreateAsync();
        await using var server = await TestBackend.StartAsync(repository.Rewrite);
        var agent = await server.CreateAgentAsync(LocalRepository.Body(repository.WaitAtGate));
        var path = $"/api/agents/{agent}/computer/exec";

        var refused = await server.PostAsync(path, Body("echo early"), Key(_key));
        repository.Open();
        await server.ReadBootstrapAsync(agent);
        var later = await server.PostAsync(path, Body("echo free"), Key(_key));

        refused.ShouldBeRefused(409, "SANDBOX_NOT_READY");
        later.Body.Should().Contain("free\\n").And.Contain("event: exit");
    }

    [Fact]
    public async Task A_destroyed_computer_does_not_bind_the_key_but_still_attaches_a_known_one()
    {
        await using var server = await TestBackend.StartAsync();
        var create = $$"""{"template":"blank","externalAppId":"{{_key}}"}""";
        var agent = await server.CreateReadyAgentAsync(create);
        var path = $"/api/agents/{agent}/computer/exec";
        var first = await server.PostAsync(path, Body("echo known"), Key(_key));
        await server.Backend.ComputerOf(agent).DestroyAsync();

        var known = await server.PostAsync(path, Body("echo known"), Key(_key));
        var reused = await server.PostAsync(path, Body("echo other"), Key(_key));
        var refused = await server.PostAsync(path, Body("echo free"), Key(_key + "x"));
        await server.CreateAsync(create);
        await server.ReadBootstrapAsync(agent);
        var later = await server.PostAsync(path, Body("echo free"), Key(_key + "x"));

        known.Body.Should().Be(first.Body);
        reused.ShouldBeRefused(422, "IDEMPOTENCY_KEY_REUSED");
        refused.ShouldBeRefused(410, "SANDBOX_DESTROYED");
        later.Body.Should().Contain("free\\n").And.Contain("event: exit");
    }

    [Fact]
    public async Task A_known_key_is_no_way_around_authentication_the_agent_and_the_body()
    {
        await computer.PostAsync(Body("echo secret"), Key(_key));
        var stranger = computer.Server.StrangerOf(FlapjackScopes.SandboxAdmin);

        var anonymous = await TestBackend.SendAsync(computer.Server.Anonymous, HttpMethod.Post, computer.ExecPath, "{", Key(_key));
        var foreign = await TestBackend.SendAsync(stranger, HttpMethod.Post, computer.ExecPath, "{", Key(_key));
        var nowhere = await TestBackend.SendAsync(computer.Server.Client, HttpMethod.Post, "/api/agents/none/computer/exec", "{", Key(_key));
        var badBody = await computer.PostAsync("{", Key(_key));

        anonymous.ShouldBeRefused(401, "UNAUTHORIZED");
        foreign.ShouldBeRefused(403, "FORBIDDEN");
        nowhere.ShouldBeRefused(404, "NOT_FOUND");
        badBody.ShouldBeRefused(400, "INVALID_JSON");
    }

    [Fact]
    public async Task A_known_key_attaches_before_the_working_directory_is_looked_at()
    {
        await computer.RunAsync("mkdir -p $HOME/workspace/passing");
        const string Command = """{"command":"rmdir \"$PWD\"","workingDir":"/workspace/passing"}""";

        var first = await computer.PostAsync(Command, Key(_key));
        var repeat = await computer.PostAsync(Command, Key(_key));

        first.Body.Should().Contain("\"exitCode\":0");
        repeat.Body.Should().Be(first.Body);
    }
}
