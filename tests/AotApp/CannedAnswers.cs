using System.Net;
using System.Net.Http.Headers;

namespace AotApp;

/// <summary>Answers requests with bytes that lie ready, by method and path.</summary>
internal sealed class CannedAnswers : HttpMessageHandler
{
    private readonly Dictionary<string, (int Status, byte[] Body, string Type)> _answers = [];

    public CannedAnswers On(string request, string body, int status = 200, string type = "application/json") =>
        On(request, System.Text.Encoding.UTF8.GetBytes(body), status, type);

    public CannedAnswers On(string request, byte[] body, int status, string type)
    {
        _answers[request] = (status, body, type);
        return this;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = $"{request.Method} {request.RequestUri!.AbsolutePath}";
        var (status, body, type) = _answers.TryGetValue(asked, out var found) ? found : (500, System.Text.Encoding.UTF8.GetBytes($"no answer to {asked}"), "text/plain");
        return Task.FromResult(new HttpResponseMessage((HttpStatusCode)status)
        {
            RequestMessage = request,
            Content = new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } },
        });
    }
}
