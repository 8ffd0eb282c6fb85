using System.Collections.Concurrent;
using System.Net;
using System.Text;
using AgentComputer.Sdk.Tests.Connect;

namespace AgentComputer.Sdk.Tests.Processes;

/// <summary>The service's end of the wire for processes: sessions, and literal answers of the gateway.</summary>
internal sealed class ProcessService : HttpMessageHandler
{
    public const string Token = "eyJ0b2tlbi1vZi10aGUtc2Vzc2lvbi01";
    public const string Started = """{"event":{"start":{"pid":42}}}""";
    public const string Ended = """{"event":{"end":{"exited":true,"status":"exit status 0"}}}""";

    private readonly ConcurrentDictionary<string, Func<HttpRequestMessage, Task<HttpResponseMessage>>> _gateway = new();
    private int _sessions;

    /// <summary>The answer of the API to the request for a session, with # in place of the number of the session.</summary>
    public string Session { get; set; } = """
        {"session":{"id":"s#","connect_url":"http://gateway.test/base/","connect_token":"eyJ0b2tlbi1vZi10aGUtc2Vzc2lvbi0#",
        "access_url":"http://gateway.test/?access_token=other-secret-0123456789"}}
        """;

    public ConcurrentQueue<ReceivedCall> Calls { get; } = new();

    public ReceivedCall Call(string method) => Calls.Should().ContainSingle(call => call.Path == $"POST /base/process.Process/{method}").Subject;

    /// <summary>Answers a method with frames.</summary>
    public ProcessService Streams(string method, byte[] body, string type = "application/connect+json", Action<HttpResponseMessage>? also = null) =>
        Streams(method, () => new MemoryStream(body), type, also);

    public ProcessService Streams(string method, Func<Stream> body, string type = "application/connect+json", Action<HttpResponseMessage>? also = null)
    {
        _gateway[method] = _ =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body()) { Headers = { ContentType = new(type) } } };
            also?.Invoke(response);
            return Task.FromResult(response);
        };
        return this;
    }

    /// <summary>Answers a method with whole bodies in turn; the last stays.</summary>
    public ProcessService Answers(string method, params (int Status, string Body)[] answers)
    {
        var turn = -1;
        _gateway[method] = _ =>
        {
            var (status, body) = answers[Math.Min(Interlocked.Increment(ref turn), answers.Length - 1)];
            return Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        };
        return this;
    }

    public ProcessService Does(string method, Func<HttpRequestMessage, Task<HttpResponseMessage>> answer)
    {
        _gateway[method] = answer;
        return this;
    }

    public AgentComputerClient Client(TimeProvider? clock = null, string address = "http://api.test") => new(
        new HttpClient(this) { Timeout = Timeout.InfiniteTimeSpan },
        new()
        {
            ApiKey = "ak_0123456789abcdef",
            BaseAddress = new(address),
            RetryDelay = TimeSpan.FromMilliseconds(1),
            TimeProvider = clock ?? new UnhurriedClock(),
        });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var isPiped = path.EndsWith("/StreamInput", StringComparison.Ordinal);
        var body = request.Content is null || isPiped ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        Calls.Enqueue(new($"{request.Method} {path}", body, request.Headers.Authorization?.ToString() ?? "", request.Content?.Headers.ContentType?.ToString() ?? "", request.Headers));
        var response = path.Contains("/access-sessions", StringComparison.Ordinal) ? AnswerOfApi(request)
            : await _gateway[path.Split('/')[^1]](request);
        response.RequestMessage = request;
        return response;
    }

    private HttpResponseMessage AnswerOfApi(HttpRequestMessage request)
    {
        if (request.Method == HttpMethod.Delete)
        {
            return new(HttpStatusCode.NoContent);
        }

        var number = Interlocked.Increment(ref _sessions);
        return new(HttpStatusCode.Created)
        {
            Content = new StringContent(Session.Replace("#", $"{number}", StringComparison.Ordinal), Encoding.UTF8, "application/json"),
        };
    }

    public static byte[] Frames(params string[] messages) => [.. messages.SelectMany(message => CodecTest.Frame(0, message))];

    public static byte[] End(string json = "{}") => CodecTest.Frame(2, json);
}
