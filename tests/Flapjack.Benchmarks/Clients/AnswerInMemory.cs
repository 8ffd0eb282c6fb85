using System.Net;

namespace Flapjack.Benchmarks.Clients;

/// <summary>Answers every request with the same events.</summary>
/// <param name="events">The body.</param>
/// <param name="extensions">The additions to the wire that the server announces; null for none, as the documented service.</param>
internal sealed class AnswerInMemory(byte[] events, string? extensions) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new StreamContent(new MemoryStream(events, writable: false)) };
        answer.Content.Headers.ContentType = new("text/event-stream");
        if (extensions is not null)
        {
            answer.Headers.Add("Flapjack-Extensions", extensions);
        }

        return Task.FromResult(answer);
    }
}
