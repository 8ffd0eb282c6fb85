using System.Text.Json;
using Flapjack.ReferenceBackend;
using Microsoft.AspNetCore.Builder;

namespace Flapjack.Sdk.AspNetCore.Tests.Proxy;

/// <summary>A whole chat through an app: by the routes that the service documents for an app to write, and by the proxy of this package.</summary>
public sealed class ChatTests : IAsyncLifetime
{
    private readonly ScriptedChatModel _model = new();
    private FlapjackBackend _backend = null!;
    private FlapjackClient _server = null!;
    private HttpClient _upstream = null!;
    private ProxyApp _app = null!;
    private FlapjackClient _browser = null!;
    private string _threadId = null!;

    public async Task InitializeAsync()
    {
        _backend = await FlapjackBackend.StartAsync(new() { ChatModel = _model });
        _server = _backend.CreateClient();
        _upstream = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = _backend.BaseAddress, Timeout = Limit.Time };
        await _server.CreateAgentAsync(new() { Name = "Ada" }, Limit.Token);
    }

    public async Task DisposeAsync()
    {
        _browser?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _upstream.Dispose();
        _server.Dispose();
        await _backend.DisposeAsync();
        _model.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Agents_threads_text_and_tools_of_both_sides_pass(bool isDocumented)
    {
        await OpenAsync(isDocumented);
        _model.When("Plan my order").Call("plan_create", new { title = "Order", todos = new[] { new { content = "Look" } } }).CallAll(new("lookup", new { id = 1 }), new("lookup", new { id = 2 })).Say("It is h\u00ebre \ud83e\udd5e.");
        var options = new SendMessageOptions
        {
            PlanOverrides = JsonElement.Parse("""{"enabled":true}"""),
            Tools = [new() { Name = "lookup" }],
            OnToolCall = (call, _) => Task.FromResult<string?>($"order {JsonElement.Parse(call.Arguments!).GetProperty("id")}"),
        };

        var result = await _browser.RunMessageAsync(_threadId, "Plan my order", options, Limit.Token);

        result.EnsureAnswered().StreamedContent.Should().Be("It is h\u00ebre \ud83e\udd5e.");
        result.Tools.Select(tool => tool.Name).Should().Equal("plan_create", "lookup", "lookup");
        result.Tools.Skip(1).Select(tool => tool.Result!.Value.GetString()).Should().Equal("order 1", "order 2");
        _model.Requests[^1].Results.Select(told => told.Text).Skip(1).Should().Equal("order 1", "order 2");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_browser_that_leaves_cancels_the_call_of_the_model(bool isDocumented)
    {
        await OpenAsync(isDocumented);
        _model.When("Think for ever").Say("Hm").Stall();
        await using var events = _browser.SendMessageAsync(_threadId, "Think for ever", cancellationToken: Limit.Token).GetAsyncEnumerator();
        while (await events.MoveNextAsync() && events.Current is not ChatTokenEvent)
        {
        }

        events.Current.Should().BeOfType<ChatTokenEvent>("it comes while the model still works");
        await events.DisposeAsync();

        (await _model.Requests[^1].Ended.WaitAsync(Limit.Time)).Should().Be(ScriptedEnd.Cancelled);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_is_stopped_and_a_refusal_passes(bool isDocumented)
    {
        await OpenAsync(isDocumented);
        _model.When("Count for ever").Say("One").Stall();

        ChatEvent? last = null;
        await foreach (var item in _browser.SendMessageAsync(_threadId, "Count for ever", cancellationToken: Limit.Token))
        {
            last = item;
            if (item is ChatTokenEvent)
            {
                var second = () => _browser.RunMessageAsync(_threadId, "Another", cancellationToken: Limit.Token);
                await second.Should().ThrowAsync<ChatTurnRunningException>();
                await _browser.StopThreadAsync(_threadId, Limit.Token);
            }
        }

        last.Should().BeOfType<ChatDoneEvent>().Which.Should().Match<ChatDoneEvent>(done => done.Content == "One" && done.MessageId == null);
    }

    [Fact]
    public async Task The_documented_proxy_shows_the_browser_the_stream_and_never_the_key_of_the_app()
    {
        await OpenAsync(isDocumented: true);
        _model.When("Say it").Say("h\u00ebllo world");

        using var answer = await _app.Http.PostAsync($"/api/threads/{_threadId}/messages", Json.Of("""{"content":"Say it"}"""), Limit.Token);
        var body = await answer.Content.ReadAsStringAsync();

        answer.Content.Headers.ContentType!.ToString().Should().Be("text/event-stream; charset=utf-8");
        body.Should().Contain("event: meta\n").And.Contain("event: done\n").And.Contain("h\u00ebllo").And.NotContain(_backend.ApiKey);
    }

    private async Task OpenAsync(bool isDocumented)
    {
        _app = await ProxyApp.StartAsync(new()
        {
            Service = _backend.BaseAddress,
            Options = options => options.ApiKey = _backend.ApiKey,
            Map = (routes, authorize) =>
            {
                if (isDocumented)
                {
                    DocumentedProxy.Map(routes, _server, _upstream, _backend.ApiKey);
                }
                else
                {
                    routes.MapFlapjackProxy(authorize);
                }
            },
        });
        // A browser gives any key; the app's is added on the way.
        _browser = new(new FlapjackClientOptions { ApiKey = "proxy", BaseAddress = _app.Address });
        var agents = await _browser.ListAgentsAsync(cancellationToken: Limit.Token);
        _threadId = (await _browser.CreateThreadAsync(new CreateThreadRequest { AgentId = agents[0].Id }, Limit.Token)).Id;
    }
}
