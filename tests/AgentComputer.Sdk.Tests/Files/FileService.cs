using System.Net;
using System.Text;
using System.Text.Json;

namespace AgentComputer.Sdk.Tests.Files;

/// <summary>The service's end of the wire for file operations: the bodies that came, and literal answers in turn, of which the last stays.</summary>
internal sealed class FileService(params (int Status, string Json)[] answers) : HttpMessageHandler
{
    private readonly List<(string Path, string Body)> _requests = [];

    /// <summary>Answers an operation in place of the literal answers.</summary>
    public Func<JsonElement, string>? Acts { get; init; }

    public IReadOnlyList<string> Bodies => [.. _requests.Select(request => request.Body)];

    public string Body => Bodies.Should().ContainSingle().Subject;

    public IReadOnlyList<string> Paths => [.. _requests.Select(request => request.Path).Distinct()];

    public AgentComputerClient Client() => new(
        new HttpClient(this) { Timeout = Timeout.InfiniteTimeSpan },
        new()
        {
            ApiKey = "ak_0123456789abcdef",
            BaseAddress = new("http://service.test"),
            RetryDelay = TimeSpan.FromMilliseconds(1),
            TimeProvider = new UnhurriedClock(),
        });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        _requests.Add(($"{request.Method} {request.RequestUri!.AbsolutePath}", body));
        var (status, json) = Acts is null ? answers[Math.Min(_requests.Count, answers.Length) - 1] : (200, Acts(JsonElement.Parse(body)));
        return new((HttpStatusCode)status) { Content = new StringContent(json, Encoding.UTF8, "application/json"), RequestMessage = request };
    }
}
