using System.Net;
using System.Net.Http.Headers;

namespace Flapjack.Sdk.Tests.Quotas;

/// <summary>
/// A service that keeps the documented limits exactly: 60 accepted starts in any minute and three commands at once on an agent, 600 in the
/// organization. A command's text says what becomes of it; how long it takes, and the network, is random.
/// </summary>
internal sealed class SimulatedService(SimulatedTime time, int seed)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private readonly List<DateTimeOffset> _starts = [];
    private readonly SortedDictionary<string, List<DateTimeOffset>> _startsOf = [];
    private readonly Dictionary<string, List<SimulatedExec>> _running = [];

    public int Refusals { get; private set; }

    public HttpMessageHandler CreateHandler() => new StubHandler(Answer);

    /// <summary>How many commands were started before a moment, on each agent.</summary>
    public int[] StartedBefore(DateTimeOffset moment) => [.. _startsOf.Values.Select(starts => starts.Count(start => start < moment))];

    public double NextDouble()
    {
        lock (_lock)
        {
            return _random.NextDouble();
        }
    }

    private async Task<HttpResponseMessage> Answer(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get)
        {
            return new(HttpStatusCode.OK) { Content = new StringContent("{}") };
        }

        var command = await request.Content!.ReadAsStringAsync(cancellationToken);
        await Travel(cancellationToken);
        var (status, body, type) = Accept(request.RequestUri!.Segments[3].TrimEnd('/'), command);
        try
        {
            await Travel(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            body.Dispose();
            throw;
        }

        return new((HttpStatusCode)status) { Content = new StreamContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } } };
    }

    private (int Status, Stream Body, string Type) Accept(string agent, string command)
    {
        if (command.Contains("not ready", StringComparison.Ordinal))
        {
            return (409, Text("""{"error":"SANDBOX_NOT_READY"}"""), "application/json");
        }

        lock (_lock)
        {
            var now = time.GetUtcNow();
            var starts = _startsOf.TryGetValue(agent, out var known) ? known : _startsOf[agent] = [];
            var running = _running.TryGetValue(agent, out var some) ? some : _running[agent] = [];
            running.RemoveAll(exec => exec.Over || exec.EndsAt <= now);
            var reason = running.Count >= 3 ? "CONCURRENT" : IsFull(starts, 60, now) ? "AGENT" : IsFull(_starts, 600, now) ? "ORG" : null;
            if (reason is not null)
            {
                Refusals++;
                return (429, Text($$"""{"error":"RATE_LIMITED","reason":"{{reason}}"}"""), "application/json");
            }

            starts.Add(now);
            _starts.Add(now);
            var exec = new SimulatedExec(time, now + TimeSpan.FromSeconds(0.1 + (1.9 * _random.NextDouble())), Latency(), command);
            running.Add(exec);
            return (200, exec, "text/event-stream");
        }
    }

    private static bool IsFull(List<DateTimeOffset> starts, int limit, DateTimeOffset now) => starts.Count >= limit && now - starts[^limit] < Minute;

    private Task Travel(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return time.Sleep(Latency(), cancellationToken);
        }
    }

    private TimeSpan Latency() => TimeSpan.FromMilliseconds(1 + (150 * _random.NextDouble()));

    private static MemoryStream Text(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));
}
