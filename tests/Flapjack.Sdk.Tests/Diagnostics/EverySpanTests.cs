using System.Net;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Diagnostics;

/// <summary>Every method of the client has a span of its own name.</summary>
public sealed class EverySpanTests
{
    // Methods that ask by other methods, each time they need an answer: those have the spans.
    private static readonly Dictionary<string, string> Asking = new()
    {
        [nameof(FlapjackClient.RunComputerAsync)] = nameof(FlapjackClient.ExecComputerAsync),
        [nameof(FlapjackClient.RunMessageAsync)] = nameof(FlapjackClient.SendMessageAsync),
        [nameof(FlapjackClient.WaitForRunAsync)] = nameof(FlapjackClient.GetRunAsync),
        [nameof(FlapjackClient.BrowseSkillsAsync)] = nameof(FlapjackClient.GetSkillPageAsync),
        [nameof(FlapjackClient.ListRunsAsync)] = nameof(FlapjackClient.GetRunPageAsync),
        [nameof(FlapjackClient.ListTracesAsync)] = nameof(FlapjackClient.GetTracePageAsync),
        [nameof(FlapjackClient.WatchComputerStatusAsync)] = nameof(FlapjackClient.GetComputerStatusAsync),
        [nameof(FlapjackClient.WatchRunAsync)] = nameof(FlapjackClient.GetRunAsync),
        [nameof(FlapjackClient.WaitForCodeSessionAsync)] = nameof(FlapjackClient.GetCodeSessionAsync),
        [nameof(FlapjackClient.WatchCodeSessionEventsAsync)] = nameof(FlapjackClient.GetCodeSessionAsync),
    };

    // A raw call is refused without a path of the API.
    public static TheoryData<string> AllCalls =>
        [.. EveryCall<FlapjackClient>.Methods.Where(method => method.Name != nameof(FlapjackClient.SendRawAsync)).Select(EveryCall<FlapjackClient>.NameOf)];

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task A_method_has_the_span_of_its_name(string call)
    {
        var method = EveryCall<FlapjackClient>.Named(call);
        using var seen = new Observed();
        using var http = new HttpClient(new StubHandler((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Unauthorized))));
        using var client = TestClient.Over(http, new("http://flapjack.test"));

        await ((Task)EveryCall<FlapjackClient>.Run(method, client)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        seen.Spans.Should().ContainSingle(span => span.ParentSpanId == seen.Root.SpanId)
            .Which.OperationName.Should().Be(Asking.GetValueOrDefault(method.Name, method.Name)[..^"Async".Length]);
    }
}
