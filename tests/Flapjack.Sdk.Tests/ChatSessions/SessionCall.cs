using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Flapjack.Sdk.Tests.ChatSessions;

/// <summary>A request of the client, which the test answers when it wants to.</summary>
/// <param name="Line">The method and the path.</param>
/// <param name="Body">The body; empty if there is none.</param>
internal sealed record SessionCall(string Line, string Body)
{
    private readonly TaskCompletionSource<HttpResponseMessage> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // No limit: a test writes a whole answer before anybody reads it.
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));

    public Task<HttpResponseMessage> Answer => _answer.Task;

    public void Json(string json, int status = 200) => _answer.SetResult(new((HttpStatusCode)status) { Content = new StringContent(json, Encoding.UTF8, "application/json") });

    public void Fail(Exception exception) => _answer.SetException(exception);

    /// <summary>Answers with a stream of events, which begins with these frames and stays open.</summary>
    public async Task Events(string frames)
    {
        _answer.SetResult(new(HttpStatusCode.OK)
        {
            Content = new StreamContent(_pipe.Reader.AsStream()) { Headers = { ContentType = new MediaTypeHeaderValue("text/event-stream") } },
        });
        await More(frames);
    }

    public async Task More(string frames) => await _pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(frames));

    /// <summary>Writes the last frames and ends the stream.</summary>
    public async Task Last(string frames)
    {
        await More(frames);
        await _pipe.Writer.CompleteAsync();
    }

    /// <summary>Whether the client has closed the stream.</summary>
    public async Task<bool> IsLeft() => (await _pipe.Writer.WriteAsync(": still there?\n\n"u8.ToArray())).IsCompleted;

    public ValueTask Break() => _pipe.Writer.CompleteAsync(new IOException("The connection was reset."));
}
