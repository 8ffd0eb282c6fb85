using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Chat.Turns;

namespace Flapjack.ReferenceBackend.Tests.Chat.Credentials;

/// <summary>Whose key pays for which call of a turn.</summary>
public sealed class CredentialTurnTests : IDisposable
{
    private static readonly Dictionary<string, string> Keys = new() { ["ann"] = "sk-of-ann-0123456789", ["bob"] = "sk-of-bob-0123456789" };

    private readonly ScriptedChatModel _model = new();

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task The_resolver_is_asked_who_it_is_for_and_the_usage_and_the_trace_say_whose_key_paid()
    {
        await using var world = await CredentialWorld.StartAsync(_model, Keys);

        var answer = await world.SendAsync("""{"content":"Hi","senderId":"ann","modelOverride":"claude-sonnet-4-6"}""");
        var (spans, text) = await world.TraceAsync();

        Frames.Text(answer).Should().Be("Hi");
        world.Questions.Should().Equal($$"""{"userId":"ann","orgId":"{{world.Chat.Backend.Backend.OrgId}}","provider":"anthropic","model":"claude-sonnet-4-6"}""");
        world.Usage().Should().Equal(("ann", "byok"));
        spans.Select(span => $"{span.GetProperty("kind")} {span.GetProperty("name")} {span.GetProperty("status")}").Should().Equal(
            "agent Cook ok", "webhook credential_resolver ok", "llm claude-sonnet-4-6 ok");
        spans[1].GetProperty("input").GetRawText().Should().Be(world.Questions[0]);
        spans[1].GetProperty("output").GetRawText().Should().Be("""{"source":"byok"}""");
        text.Should().NotContain("sk-of-ann");
        _model.Requests.Single().CredentialSource.Should().Be("byok");
    }

    [Fact]
    public async Task Two_users_of_one_thread_pay_with_a_key_each_and_a_third_with_the_platforms()
    {
        var made = new List<ModelKey>();
        await using var world = await CredentialWorld.StartAsync(_model, Keys, options => options.ChatModelOfKey = key =>
        {
            made.Add(key);
            return KeyedClient.Saying(key, $"Paid by {key.ApiKey[6..9]}.");
        });

        string[] said =
        [
            Frames.Text(await world.SendAsync("""{"content":"One","senderId":"ann"}""")),
            Frames.Text(await world.SendAsync("""{"content":"Two","senderId":"bob"}""")),
            Frames.Text(await world.SendAsync("""{"content":"Three","senderId":"cleo"}""")),
            Frames.Text(await world.SendAsync("""{"content":"Four"}""")),
        ];

        said.Should().Equal("Paid by ann.", "Paid by bob.", "Three", "Four");
        made.Select(key => $"{key.Provider} {key.Model} {key.ApiKey}").Should().Equal("openai gpt-5.4 sk-of-ann-0123456789", "openai gpt-5.4 sk-of-bob-0123456789");
        world.Usage().Should().Equal(("ann", "byok"), ("bob", "byok"), ("cleo", "platform"), (null, "platform"));
        world.Questions[3].Should().StartWith("""{"userId":null,""");
    }

    [Fact]
    public async Task Without_a_sender_the_signed_in_user_is_the_user()
    {
        await using var world = await CredentialWorld.StartAsync(_model, Keys);
        var backend = world.Chat.Backend.Backend;
        using var client = world.Chat.Backend.ClientOf(backend.CreateUserToken(backend.OrgId, "bob"));

        var own = await TestBackend.SendAsync(client, HttpMethod.Post, $"/api/threads/{world.Thread}/messages", """{"content":"Hi"}""");
        await TestBackend.SendAsync(client, HttpMethod.Post, $"/api/threads/{world.Thread}/messages", """{"content":"Hi","senderId":"cleo"}""");

        Frames.Text(own).Should().Be("Hi");
        world.Questions.Select(question => JsonElement.Parse(question).GetProperty("userId").GetString()).Should().Equal("bob", "cleo");
        world.Usage().Select(turn => turn.Source).Should().Equal("byok", "platform");
    }

    [Fact]
    public async Task Each_call_of_a_turn_asks_anew_and_a_turn_that_the_platform_paid_for_in_part_is_the_platforms()
    {
        var asked = 0;
        _model.When("twice").Call("unknown").Say("Done.");
        await using var world = await CredentialWorld.StartAsync(_model, _ => Interlocked.Increment(ref asked) == 1 ? CredentialWorld.Byok("sk-first-0123456789") : CredentialWorld.Platform);

        await world.SendAsync("""{"content":"twice","senderId":"ann"}""");
        var (spans, _) = await world.TraceAsync();

        _model.Requests.Select(request => request.CredentialSource).Should().Equal("byok", "platform");
        world.Usage().Should().Equal(("ann", "platform"));
        spans.Where(span => span.GetProperty("name").GetString() == "credential_resolver").Select(span => span.GetProperty("output").GetRawText()).Should().Equal(
            """{"source":"byok"}""", """{"source":"platform"}""");
    }

    [Theory]
    [InlineData(true, "byok")]
    [InlineData(false, "platform")]
    public async Task A_turn_that_waited_for_its_caller_is_one_row_that_knows_the_calls_before(bool isByokAgain, string source)
    {
        _model.When("wait").Call("lookup").Say("Done.");
        var reply = CredentialWorld.Byok("sk-first-0123456789");
        await using var world = await CredentialWorld.StartAsync(_model, _ => reply);

        var asked = await world.SendAsync("""{"content":"wait","senderId":"ann","tools":[{"name":"lookup"}]}""");
        var meanwhile = world.Usage();
        reply = isByokAgain ? reply : CredentialWorld.Platform;
        await world.SendAsync($$"""{"toolResults":[{"toolCallId":"{{Frames.CallIds(asked)[0]}}","result":1}]}""");

        meanwhile.Should().Equal(("ann", "byok"));
        world.Usage().Should().Equal(("ann", source));
        world.Questions.Should().HaveCount(2).And.OnlyContain(question => question.Contains("\"userId\":\"ann\""));
    }

    [Fact]
    public async Task A_model_that_stands_in_for_another_is_asked_for_with_the_key_of_its_own_provider()
    {
        _model.When(request => request.ModelId == "gpt-5.4").Fail("NOT_FOUND", "No such model.", 404);
        await using var world = await CredentialWorld.StartAsync(
            _model, asked => asked.GetProperty("provider").GetString() == "anthropic" ? CredentialWorld.Byok("sk-ant-0123456789") : CredentialWorld.Platform);

        var answer = await world.SendAsync("""{"content":"Hi","anthropicOverrides":{"fallbackModels":["claude-opus-4-7"]}}""");

        Frames.Text(answer).Should().Be("Hi");
        _model.Requests.Select(request => $"{request.ModelId} {request.CredentialSource}").Should().Equal("gpt-5.4 platform", "claude-opus-4-7 byok");
        world.Questions.Should().HaveCount(2);
    }

    [Fact]
    public async Task The_summary_of_a_long_conversation_is_a_call_of_a_model_like_any_other()
    {
        var made = new List<KeyedClient>();
        await using var world = await CredentialWorld.StartAsync(_model, Keys, options => options.ChatModelOfKey = key =>
        {
            var client = KeyedClient.Saying(key, "Said.");
            made.Add(client);
            return client;
        });
        await TestBackend.SendAsync(
            world.Chat.Backend.Client, HttpMethod.Put, $"/api/agents/{world.Chat.AgentId}/compaction", """{"enabled":true,"openaiCompactThreshold":1000}""");
        await world.SendAsync($$"""{"content":"{{new string('x', 8_000)}}"}""");

        await world.SendAsync("""{"content":"And now?","senderId":"ann"}""");
        var (spans, _) = await world.TraceAsync();

        made.Should().HaveCount(2);
        await Task.WhenAll(made.Select(client => client.Disposed)).WaitAsync(Limit.Time);
        spans.Select(span => span.GetProperty("name").GetString()).Should().Equal("Cook", "compaction", "credential_resolver", "gpt-5.4", "credential_resolver", "gpt-5.4");
        spans[2].GetProperty("parent_span_id").GetString().Should().Be(spans[1].GetProperty("id").GetString());
        world.Usage().Should().Equal((null, "platform"), ("ann", "byok"));
    }

    [Theory]
    [InlineData("""{"enabled":false}""")]
    [InlineData("""{"resolverUrl":null}""")]
    public async Task Nobody_is_asked_if_it_is_not_enabled_or_has_no_address(string configuration)
    {
        await using var world = await CredentialWorld.StartAsync(_model, Keys);
        await world.ConfigureAsync(configuration);

        await world.SendAsync("""{"content":"Hi","senderId":"ann"}""");

        world.Questions.Should().BeEmpty();
        world.Usage().Should().Equal(("ann", "platform"));
        (await world.TraceAsync()).Spans.Should().HaveCount(2);
    }

    [Fact]
    public async Task Nobody_is_asked_about_a_model_whose_provider_is_unknown()
    {
        await using var world = await CredentialWorld.StartAsync(_model, Keys);

        await world.SendAsync("""{"content":"Hi","senderId":"ann","modelOverride":"llama-4"}""");
        var (spans, _) = await world.TraceAsync();

        world.Questions.Should().BeEmpty();
        spans[1].GetProperty("output").GetRawText().Should().Contain("the provider of the model 'llama-4' is unknown");
        spans[1].GetProperty("status").GetString().Should().Be("ok");
    }

    [Fact]
    public async Task Agents_of_one_organization_ask_each_where_they_are_configured_to()
    {
        await using var world = await CredentialWorld.StartAsync(_model, Keys);
        var other = await world.Chat.Backend.PostAsync("/api/agents", """{"name":"Other"}""");
        var thread = await world.Chat.Backend.PostAsync("/api/threads", $$"""{"agentId":"{{other.Text("id")}}"}""");

        await world.Chat.SendAsync(thread.Text("id"), """{"content":"Hi","senderId":"ann"}""");

        world.Questions.Should().BeEmpty();
        world.Usage().Should().Equal(("ann", "platform"));
    }
}
