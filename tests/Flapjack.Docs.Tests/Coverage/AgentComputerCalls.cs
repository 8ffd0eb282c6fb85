using System.Collections.Concurrent;
using System.Net;
using AgentComputer.Sdk;
using Testing.Client;

namespace Flapjack.Docs.Tests.Coverage;

/// <summary>What each method of Agent Computer's client sends, found by calling it against a service that refuses everything.</summary>
internal static class AgentComputerCalls
{
    private static readonly Lazy<Task<IReadOnlyList<(string Method, Operation Operation)>>> Recorded = new(RecordAsync);

    public static Task<IReadOnlyList<(string Method, Operation Operation)>> AllAsync() => Recorded.Value;

    private static async Task<IReadOnlyList<(string Method, Operation Operation)>> RecordAsync()
    {
        var calls = new List<(string, Operation)>();
        foreach (var method in EveryCall<AgentComputerClient>.Methods)
        {
            var sent = new ConcurrentQueue<Operation>();
            using var http = new HttpClient(new Recorder(sent));
            using var client = new AgentComputerClient(http, new() { ApiKey = "ak_0", BaseAddress = new("http://computer.test"), MaxRetries = 0 });
            try
            {
                await EveryCall<AgentComputerClient>.Run(method, client).WaitAsync(TimeSpan.FromSeconds(30));
            }
            catch (AgentComputerException)
            {
                // Only the request counts here; the answer is a refusal.
            }

            sent.Should().NotBeEmpty($"{method.Name} sends something");
            calls.AddRange(sent.Distinct().Select(operation => (method.Name, operation)));
        }

        return calls;
    }

    /// <summary>Refuses everything, and keeps what was asked for.</summary>
    private sealed class Recorder(ConcurrentQueue<Operation> sent) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // A port is a number in the path, and every other part that a caller gives is the same text.
            var segments = request.RequestUri!.AbsolutePath.Split('/').Select(segment => segment == EveryCall<AgentComputerClient>.AnyText || int.TryParse(segment, out _) ? "{}" : segment);
            sent.Enqueue(Operation.Of(request.Method.Method, string.Join('/', segments)));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound)
            {
                Content = new StringContent("""{"error":{"code":"not_found","message":"refused"}}"""),
                RequestMessage = request,
            });
        }
    }
}
