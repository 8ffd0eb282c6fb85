using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Flapjack.Sdk.Extensions.AI.Tests;

/// <summary>A client whose service is a list of literal answers. It keeps the bodies of the requests.</summary>
internal sealed class WireClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Answers _answers = new();

    public WireClient()
    {
        _http = new(_answers);
        Client = new(_http, new() { ApiKey = "fj_live_0123456789abcdef", BaseAddress = new("https://flapjack.test"), MaxRetries = 0, TimeProvider = new UnhurriedClock() });
    }

    public FlapjackClient Client { get; }

    /// <summary>The requests: the method and the path, then the body.</summary>
    public List<(string Line, string Body)> Requests => _answers.Requests;

    public static string Frame(string name, string data) => $"event: {name}\ndata: {data}\n\n";

    /// <summary>The next request is answered with these frames.</summary>
    public WireClient Streams(params string[] frames)
    {
        _answers.Next.Enqueue((HttpStatusCode.OK, "text/event-stream", string.Concat(frames)));
        return this;
    }

    public WireClient Refuses(HttpStatusCode status, string json)
    {
        _answers.Next.Enqueue((status, "application/json", json));
        return this;
    }

    public void Dispose()
    {
        Client.Dispose();
        _http.Dispose();
    }

    private sealed class Answers : HttpMessageHandler
    {
        public Queue<(HttpStatusCode Status, string Type, string Body)> Next { get; } = new();

        public List<(string Line, string Body)> Requests { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(($"{request.Method} {request.RequestUri!.AbsolutePath}", request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
            var (status, type, body) = Next.Dequeue();
            return new(status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue(type) } }, RequestMessage = request };
        }
    }
}
