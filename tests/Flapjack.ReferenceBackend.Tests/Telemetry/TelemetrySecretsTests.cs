using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Chat.Turns;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Runs;
using Flapjack.ReferenceBackend.Tests.Webhooks;

namespace Flapjack.ReferenceBackend.Tests.Telemetry;

/// <summary>Whatever callers mark as theirs is in no span and in no measurement, and the page names all that is.</summary>
public sealed class TelemetrySecretsTests : IDisposable
{
    private const string Mark = "marked-secret";
    private const string Source = FlapjackBackendDiagnostics.SourceName;

    private readonly ScriptedChatModel _model = new();
    private readonly ConcurrentQueue<string> _measured = new();
    private readonly ConcurrentDictionary<string, bool> _names = new();
    private readonly MeterListener _meters = new();

    public TelemetrySecretsTests()
    {
        // Measurements are told to everybody in the process: those of other tests are here too, which does no harm.
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == FlapjackBackendDiagnostics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _meters.Start();
    }

    public void Dispose()
    {
        _meters.Dispose();
        _model.Dispose();
    }

    [Fact]
    public async Task Nothing_that_a_caller_writes_is_told()
    {
        using var spans = new CapturedSpans(Source);
        using var repository = await LocalRepository.CreateAsync();
        await using var receiver = await WebhookReceiver.StartAsync(500);
        _model.When("call").CallAll(new ScriptedCall("look", new { secret = Mark }), new ScriptedCall(Mark)).Say(Mark);
        _model.When("fail").Fail("MODEL_BROKEN", Mark);
        var tools = new TestTools().Add("look", (_, _) => Task.FromResult(ToolOutcome.Of(JsonElement.Parse($"\"{Mark}\""))));
        await using var backend = await ScriptedBackend.StartAsync(_model, options =>
        {
            repository.Rewrite(options);
            options.AllowLoopbackWebhooks = true;
            options.RateLimits = new() { PerAgentPerMinute = 1 };
            options.ToolSources.Add(tools);
            options.StepKinds.Add(new TestStep("webhook", _ => ReferenceBackend.Runs.Steps.StepOutcome.Failed("BROKEN", Mark)));
        });
        var server = backend.Backend;
        var created = await server.CreateAsync(
            LocalRepository.Body($"echo {Mark}; exit 3", $$$""","webhookUrl":"{{{receiver.Url($"/{Mark}?token={Mark}")}}}","envVars":[{"key":"NAME","value":"{{{Mark}}}"}]"""), spans.Header);
        var failed = created.Text("agent", "id");
        await spans.WaitForAsync("flapjack.webhook.attempt", 2);
        var agent = await server.CreateReadyAgentAsync($$"""{"template":"blank","name":"{{Mark}}"}""");
        for (var n = 0; n < 2; n++)
        {
            await TestBackend.SendAsync(server.Client, HttpMethod.Post, $"/api/agents/{agent}/computer/exec", ReadyComputer.Body($"echo {Mark}; echo {Mark} >&2; exit 9"), spans.Header);
        }

        var thread = await backend.CreateThreadAsync($$""","title":"{{Mark}}","systemPromptOverlay":"{{Mark}}" """);
        await backend.SendAsync(thread, $$"""{"content":"call {{Mark}}"}""", spans.Header);
        await backend.SendAsync(thread, $$"""{"content":"fail {{Mark}}"}""", spans.Header);
        var room = await RunRoom.CreateAsync(server, $$"""{"kind":"webhook","name":"{{Mark}}"}""");
        (await server.PostAsync($"/api/runners/{room.RunnerId}/runs", $$$"""{"input":{"topic":"{{{Mark}}}"}}""", spans.Header)).Status.Should().Be(201);
        await spans.WaitForAsync("flapjack.run");
        await spans.WaitForAsync("invoke_agent", 2);
        await spans.WaitForAsync("flapjack.exec");

        var told = spans.All.SelectMany(TextsOf).Concat(_measured).ToList();
        told.Should().Contain(failed).And.Contain(agent, "something must be found, or nothing is searched");
        string[] secrets = [Mark, server.Backend.ApiKey, server.Backend.WebhookSecretOf(server.Backend.OrgId), "?token", "\"event\""];
        told.Where(text => secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal))).Should().BeEmpty();
        var page = await File.ReadAllTextAsync(Repository.PathTo("docs", "diagnostics-backend.md"));
        _names.Keys.Concat(spans.All.SelectMany(span => span.TagObjects.Select(tag => tag.Key).Append(span.OperationName.Split(' ')[0]).Concat(span.Events.Select(@event => @event.Name))))
            .Distinct().Where(name => !page.Contains($"`{name}`", StringComparison.Ordinal)).Should().BeEmpty();
        _names.Keys.Should().Contain(
        [
            "flapjack.backend.exec.duration", "flapjack.backend.exec.active", "flapjack.backend.exec.output", "flapjack.backend.exec.refused", "flapjack.backend.bootstrap.duration",
            "flapjack.backend.webhook.attempts", "flapjack.backend.webhook.duration", "flapjack.backend.turn.duration", "flapjack.backend.run.duration", "gen_ai.client.token.usage",
            "gen_ai.client.operation.duration",
        ]);
    }

    private static IEnumerable<string> TextsOf(Activity span) =>
    [
        span.OperationName, span.DisplayName, span.StatusDescription ?? "", span.TraceStateString ?? "",
        .. span.TagObjects.SelectMany(tag => (string[])[tag.Key, Text(tag.Value)]),
        .. span.Baggage.SelectMany(item => (string[])[item.Key, item.Value ?? ""]),
        .. span.Events.SelectMany(@event => @event.Tags.SelectMany(tag => (string[])[tag.Key, Text(tag.Value)]).Append(@event.Name)),
        .. span.Links.SelectMany(link => link.Tags?.Select(tag => Text(tag.Value)) ?? []),
    ];

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private void Keep<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        _names.TryAdd(instrument.Name, true);
        _measured.Enqueue(Text(value));
        foreach (var (key, tag) in tags)
        {
            _names.TryAdd(key, true);
            _measured.Enqueue(Text(tag));
        }
    }
}
