using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Runs;

namespace Flapjack.ReferenceBackend.Tests.Chat.Credentials;

/// <summary>Whose key pays for the steps of runs in which agents answer.</summary>
public sealed class CredentialRunTests : IDisposable
{
    private static readonly Dictionary<string, string> Keys = new() { ["ann"] = "sk-of-ann-0123456789" };

    private readonly ScriptedChatModel _model = new();

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task A_run_that_a_signed_in_user_started_is_paid_for_with_the_users_key()
    {
        await using var world = await CredentialWorld.StartAsync(_model, Keys);
        var backend = world.Chat.Backend;
        var room = await RunRoom.CreateAsync(backend, $$"""{"kind":"agent","name":"Echo","agentId":"{{world.Chat.AgentId}}"}""");
        using var ann = backend.ClientOf(backend.Backend.CreateUserToken(backend.Backend.OrgId, "ann"));

        var started = await TestBackend.SendAsync(ann, HttpMethod.Post, $"/api/runners/{room.RunnerId}/runs", """{"input":{"a":1}}""");
        started.Status.Should().Be(201, started.Body);
        var run = await room.EndOfAsync(started.Text("id"));
        var trace = await backend.GetAsync("/api/logs/" + run.Json.GetProperty("steps")[0].GetProperty("trace_id").GetString());

        run.Text("status").Should().Be("completed", run.Body);
        world.Questions.Should().Equal($$"""{"userId":"ann","orgId":"{{backend.Backend.OrgId}}","provider":"openai","model":"gpt-5.4"}""");
        world.UsageOf(run.Text("id")).Should().ContainSingle().Which.Source.Should().Be("byok");
        _model.Requests.Single().CredentialSource.Should().Be("byok");
        var spans = trace.Json.GetProperty("spans").EnumerateArray().ToDictionary(span => span.GetProperty("kind").GetString()!);
        spans.Keys.Should().BeEquivalentTo("runner_step", "agent", "webhook", "llm");
        spans["webhook"].GetProperty("parent_span_id").GetString().Should().Be(spans["agent"].GetProperty("id").GetString());
        (trace.Body + run.Body).Should().NotContain("sk-of-ann");
    }

    [Fact]
    public async Task A_run_that_a_key_started_asks_about_nobody_and_is_paid_for_by_the_platform()
    {
        await using var world = await CredentialWorld.StartAsync(_model, Keys);
        var room = await RunRoom.CreateAsync(world.Chat.Backend, $$"""{"kind":"agent","name":"Echo","agentId":"{{world.Chat.AgentId}}"}""");

        var run = await room.RunAsync("""{"input":{"a":1}}""");

        run.Text("status").Should().Be("completed", run.Body);
        world.Questions.Should().ContainSingle().Which.Should().StartWith("""{"userId":null,""");
        world.UsageOf(run.Text("id")).Should().Equal((null, "platform"));
    }

    [Fact]
    public async Task A_step_without_an_agent_has_no_resolver()
    {
        await using var world = await CredentialWorld.StartAsync(_model, Keys);
        var room = await RunRoom.CreateAsync(world.Chat.Backend, """{"kind":"agent","name":"Echo"}""");

        var run = await room.RunAsync("""{"input":{"a":1}}""");

        run.Text("status").Should().Be("completed", run.Body);
        world.Questions.Should().BeEmpty();
        world.UsageOf(run.Text("id")).Should().Equal((null, "platform"));
    }
}
