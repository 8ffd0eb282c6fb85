using System.Collections.Concurrent;
using System.Net;
using Flapjack.Sdk;
using Testing.Client;

namespace Flapjack.Docs.Tests.Coverage;

/// <summary>What each method of the client sends, found by calling it against a service that announces our additions and refuses everything.</summary>
internal static class ClientCalls
{
    // It sends what the caller says, so it belongs to no operation.
    private const string WayOut = nameof(FlapjackClient.SendRawAsync);

    private static readonly Lazy<Task<IReadOnlyList<(string Method, Operation Operation)>>> Recorded = new(RecordAsync);

    public static Task<IReadOnlyList<(string Method, Operation Operation)>> AllAsync() => Recorded.Value;

    private static async Task<IReadOnlyList<(string Method, Operation Operation)>> RecordAsync()
    {
        var calls = new List<(string, Operation)>();
        foreach (var method in EveryCall<FlapjackClient>.Methods.Where(method => method.Name != WayOut))
        {
            var sent = new ConcurrentQueue<Operation>();
            using var http = new HttpClient(new Recorder(sent));
            using var client = new FlapjackClient(http, new() { ApiKey = "fj_live_0", BaseAddress = new("http://flapjack.test"), MaxRetries = 0 });
            try
            {
                await EveryCall<FlapjackClient>.Run(method, client).WaitAsync(TimeSpan.FromSeconds(30));
            }
            catch (FlapjackException)
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
            var segments = request.RequestUri!.AbsolutePath.Split('/').Select(segment => segment == EveryCall<FlapjackClient>.AnyText ? "{}" : segment);
            sent.Enqueue(Operation.Of(request.Method.Method, string.Join('/', segments)));
            var refusal = new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("""{"error":"NOT_FOUND"}"""), RequestMessage = request };
            refusal.Headers.Add("Flapjack-Extensions", "idempotent-exec, resume, detach, stop, exact-output");
            return Task.FromResult(refusal);
        }
    }
}
