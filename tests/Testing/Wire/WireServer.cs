using System.Collections.Concurrent;
using WireMock;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Types;
using WireMock.Util;

namespace Testing.Wire;

/// <summary>The service's end of the wire for whole answers: literal bodies out, requests in.</summary>
internal sealed class WireServer : IDisposable
{
    // Starting and stopping one takes half a second, so they pass from test to test.
    private static readonly ConcurrentBag<WireMockServer> Idle = [];
    private static int _made;

    private readonly WireMockServer _server = Idle.TryTake(out var idle) ? idle : WireMockServer.Start();

    // A straggler of the test before asks under another one.
    private readonly string _prefix = $"/test-{Interlocked.Increment(ref _made)}";

    public Uri Address => new(_server.Url + _prefix);

    public IReadOnlyList<Received> Requests =>
        [.. _server.LogEntries.Select(entry => Read(entry.RequestMessage!)).Where(request => request.Path.StartsWith('/'))];

    public Received Request => Requests.Should().ContainSingle().Subject;

    public void Answers(string path, string json) => Answers(path, Answer.Json(json));

    /// <summary>Answers in turn; the last answer stays.</summary>
    public void Answers(string path, params Answer[] answers)
    {
        var turn = -1;
        _server
            .Given(WireMock.RequestBuilders.Request.Create().WithPath(_prefix + path))
            .RespondWith(Response.Create().WithCallback(_ => Write(answers[Math.Min(Interlocked.Increment(ref turn), answers.Length - 1)])));
    }

    public void Dispose()
    {
        _server.Reset();
        Idle.Add(_server);
    }

    private Received Read(IRequestMessage request) => new(
        request.Method,
        request.Path.StartsWith(_prefix + "/", StringComparison.Ordinal) ? request.Path[_prefix.Length..] : "",
        request.Body ?? "",
        request.Headers!.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase))
    {
        Query = new Uri(request.Url).Query.TrimStart('?'),
    };

    private static ResponseMessage Write(Answer answer)
    {
        var response = new ResponseMessage
        {
            StatusCode = answer.Status,
            Headers = answer.Headers.ToDictionary(header => header.Key, header => new WireMockList<string>(header.Value)),
        };
        if (answer.ContentType is not null)
        {
            response.Headers["Content-Type"] = new WireMockList<string>(answer.ContentType);
        }

        if (answer.Body.Length > 0)
        {
            response.BodyData = new BodyData { BodyAsString = answer.Body, DetectedBodyType = BodyType.String };
        }

        return response;
    }
}
