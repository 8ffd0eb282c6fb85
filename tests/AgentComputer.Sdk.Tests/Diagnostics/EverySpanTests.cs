using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace AgentComputer.Sdk.Tests.Diagnostics;

/// <summary>The span of a call has the name of the public method.</summary>
public sealed class EverySpanTests
{
    private static readonly HashSet<string> Names =
        [.. EveryCall<AgentComputerClient>.Methods.Select(method => method.Name[..^"Async".Length])];

    public static TheoryData<string> AllCalls => [.. EveryCall<AgentComputerClient>.Methods.Select(EveryCall<AgentComputerClient>.NameOf)];

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task A_call_has_a_span_of_a_public_name(string call)
    {
        using var root = new Activity("the test").SetIdFormat(ActivityIdFormat.W3C).Start();
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen(root, spans);
        using var http = new HttpClient(new StubHandler((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Unauthorized))));
        using var client = new AgentComputerClient(http, new() { ApiKey = "ak_0123456789abcdef", BaseAddress = new("http://computer.test"), MaxRetries = 0 });

        await ((Task)EveryCall<AgentComputerClient>.Run(EveryCall<AgentComputerClient>.Named(call), client))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        spans.Should().NotBeEmpty().And.OnlyContain(span => Names.Contains(span.OperationName));
    }

    private static ActivityListener Listen(Activity root, ConcurrentQueue<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "AgentComputer.Sdk",
            Sample = (ref options) => options.TraceId == root.TraceId ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = span =>
            {
                if (span.TraceId == root.TraceId)
                {
                    spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
