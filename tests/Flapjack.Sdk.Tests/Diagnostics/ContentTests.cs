using System.Net;
using System.Text.Json;
using Flapjack.Sdk.Tests.Chat;
using Flapjack.Sdk.Tests.Streaming.Resumed;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Diagnostics;

/// <summary>A tour of all calls with a mark in everything that is nobody's business: no span, measurement or log line has it.</summary>
public sealed class ContentTests : ChatTest
{
    private const string Mark = "MARKED-4711";

    private readonly CapturedLog _log = new();
    private bool _showsContent;

    private protected override void Configure(FlapjackClientOptions options) => (options.LoggerFactory, options.EnableSensitiveData) = (_log.Loggers, _showsContent);

    public static TheoryData<string> Answers =>
    [
        $$"""200 {"id":"{{Mark}}","content":"{{Mark}}","status":"{{Mark}}"}""",
        $$"""400 {"error":"{{Mark}}: no","detail":"{{Mark}} {{TestClient.Key}}","reason":"{{Mark}}"}""",
        $"500 <html>{Mark} {TestClient.Key}</html>",
        $"200 {Mark}",
    ];

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task No_call_shows_what_the_service_answered(string answer)
    {
        using var seen = new Observed();
        using var http = new HttpClient(new StubHandler((_, _) => Task.FromResult(new HttpResponseMessage((HttpStatusCode)int.Parse(answer[..3]))
        {
            Content = new StringContent(answer[4..]),
            Headers = { { "X-Request-Id", Mark } },
        })));
        using var client = TestClient.Over(http, new("http://flapjack.test"), options => (options.LoggerFactory, options.MaxRetries) = (_log.Loggers, 1));

        foreach (var method in EveryCall<FlapjackClient>.Methods.Where(method => !IsEndless(method.Name)))
        {
            await ((Task)EveryCall<FlapjackClient>.Run(method, client)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        seen.Spans.Count.Should().BeGreaterThan(100);
        Shown(seen).Should().NotContain(text => text.Contains(Mark) || text.Contains(TestClient.Key));
    }

    [Fact]
    public async Task No_connection_that_fails_shows_what_was_in_its_exception()
    {
        using var seen = new Observed();
        using var http = new HttpClient(new StubHandler((_, _) => throw new HttpRequestException($"{Mark} {TestClient.Key}", new IOException(Mark))));
        using var client = TestClient.Over(http, new("http://flapjack.test"), options => (options.LoggerFactory, options.MaxRetries) = (_log.Loggers, 1));

        foreach (var method in EveryCall<FlapjackClient>.Methods.Where(method => method.Name != nameof(FlapjackClient.SendRawAsync)))
        {
            await ((Task)EveryCall<FlapjackClient>.Run(method, client)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        seen.Spans.Count.Should().BeGreaterThan(100);
        _log.Lines.Should().NotBeEmpty();
        Shown(seen).Should().NotContain(text => text.Contains(Mark) || text.Contains(TestClient.Key));
    }

    [Fact]
    public async Task Commands_their_output_and_environments_are_not_shown()
    {
        using var seen = new Observed();
        await RunCommand();
        await CreateComputer();

        seen.Spans.Select(span => span.OperationName).Should().Contain(["ExecComputer", "CreateAgentFromTemplate"]);
        Shown(seen).Should().NotContain(text => text.Contains(Mark) || text.Contains(TestClient.Key));
    }

    [Fact]
    public async Task Prompts_answers_and_what_tools_are_given_and_return_are_not_shown()
    {
        using var seen = new Observed();
        await Chat();

        seen.Spans.Select(span => span.OperationName).Should().Contain(["SendMessage", "execute_tool lookup"]);
        Shown(seen).Should().NotContain(text => text.Contains(Mark) || text.Contains(TestClient.Key));
    }

    [Fact]
    public async Task If_it_is_enabled_commands_and_prompts_are_shown_and_the_key_never_is()
    {
        _showsContent = true;
        using var seen = new Observed();
        await RunCommand();
        await CreateComputer();
        await Chat();

        var command = seen.Spans.Single(span => span.OperationName == "ExecComputer");
        command.GetTagItem("flapjack.exec.command").Should().Be($"echo {Mark} [key]");
        var message = seen.Spans.Single(span => span.OperationName == "SendMessage");
        message.GetTagItem("gen_ai.input.messages").Should().Be($$"""[{"role":"user","parts":[{"type":"text","content":"{{Mark}} [key]"}]}]""");
        message.GetTagItem("gen_ai.output.messages").Should().Be($$"""[{"role":"assistant","parts":[{"type":"text","content":"{{Mark}}"}]}]""");
        var tool = seen.Spans.Single(span => span.OperationName == "execute_tool lookup");
        (tool.GetTagItem("gen_ai.tool.call.arguments"), tool.GetTagItem("gen_ai.tool.call.result")).Should().Be(($$"""{"a":"{{Mark}}"}""", $"\"{Mark} [key]\""));
        _log.Lines.Should().Contain(line => line.StartsWith("Trace ") && line.Contains($"echo {Mark}")).And.Contain(line => line.StartsWith("Trace ") && line.Contains("user"));
        Shown(seen).Should().NotContain(text => text.Contains(TestClient.Key) || text.Contains("env-" + Mark), "a value of an environment is never shown");
    }

    // Each waits for something that does not come; and a raw call is refused without a path of the API.
    private static bool IsEndless(string method) => method is nameof(FlapjackClient.SendRawAsync) or nameof(FlapjackClient.WaitForRunAsync) or nameof(FlapjackClient.WatchRunAsync)
        or nameof(FlapjackClient.WatchComputerStatusAsync) or nameof(FlapjackClient.WaitUntilComputerReadyAsync);

    private async Task RunCommand()
    {
        var run = Client.ExecComputerAsync("a1", new() { Command = $"echo {Mark} {TestClient.Key}", WorkingDir = $"/{Mark}" }).All();
        await (await Next(Wired.Post)).Cuts(
            $"event: exec_started\ndata: {{\"execId\":\"e1\"}}\n\nevent: stdout\ndata: {{\"chunk\":\"{Mark}\"}}\n\nevent: {Mark}\ndata: \"{Mark}\"\n\n"
            + $"event: error\ndata: {{\"code\":\"{Mark} went wrong\",\"detail\":\"{Mark}\"}}\n\n",
            Wired.Nothing);
        await run;
    }

    private async Task CreateComputer()
    {
        var made = Client.CreateAgentFromTemplateAsync(new()
        {
            Name = "n",
            Template = ComputerTemplate.Blank,
            EnvVars = [new("SECRET", $"env-{Mark}")],
        });
        await (await Next()).Answers(400, $$"""{"error":"INVALID_ENV","detail":"env-{{Mark}}"}""", Wired.Nothing);
        await Thrown<FlapjackValidationException>(made);
    }

    private async Task Chat()
    {
        var events = Client.SendMessageAsync("t1", $"{Mark} {TestClient.Key}", new()
        {
            Tools = [new() { Name = "lookup", Parameters = JsonElement.Parse("{}"), OnCall = (_, _) => Task.FromResult<string?>($"{Mark} {TestClient.Key}") }],
        }).All();
        await (await Next(ChatWire.Post)).Cuts(ChatWire.Plain("token", $$"""{"delta":"{{Mark}}"}""") + ChatWire.Asks(("c1", "lookup", $$"""{\"a\":\"{{Mark}}\"}""")), ChatWire.Nothing);
        await (await Next(ChatWire.Post)).Cuts($"event: done\ndata: {{\"ok\":true,\"messageId\":\"m1\",\"content\":\"{Mark}\"}}\n\n", ChatWire.Nothing);
        await events;
    }

    /// <summary>Every text that telemetry holds.</summary>
    private IEnumerable<string> Shown(Observed seen) =>
    [
        .. seen.Spans.SelectMany(span => (IEnumerable<string?>)
        [
            span.OperationName, span.DisplayName, span.StatusDescription, span.TraceStateString,
            .. span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"),
            .. span.Baggage.Select(pair => $"{pair.Key}={pair.Value}"),
            .. span.Events.Select(item => $"{item.Name} {string.Join(' ', item.Tags)}"),
            .. span.Links.Select(link => $"{link.Context.TraceState} {string.Join(' ', link.Tags ?? [])}"),
        ]).OfType<string>(),
        .. seen.Measurements.Select(item => $"{item.Instrument} {string.Join(' ', item.Tags)}"),
        .. _log.Lines,
    ];
}
