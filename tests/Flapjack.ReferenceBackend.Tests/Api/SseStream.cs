using System.Text;

namespace Flapjack.ReferenceBackend.Tests.Api;

/// <summary>A response read line by line while it comes. Every wait is bounded, so that a hanging stream fails its test.</summary>
internal sealed class SseStream : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly StreamReader _lines;

    private SseStream(HttpResponseMessage response, Stream body)
    {
        Response = response;
        _lines = new(body, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024);
    }

    public HttpResponseMessage Response { get; }

    public static async Task<SseStream> OpenAsync(HttpClient client, HttpRequestMessage request)
    {
        using (request)
        {
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
            if ((int)response.StatusCode != 200)
            {
                var answer = await HttpAnswer.OfAsync(response);
                throw new InvalidOperationException($"No stream but {answer.Status}: {answer.Body}");
            }

            return new(response, await response.Content.ReadAsStreamAsync());
        }
    }

    /// <summary>The next line; null at the end. A stream that is cut throws.</summary>
    public Task<string?> ReadLineAsync() => _lines.ReadLineAsync().WaitAsync(Patience);

    /// <summary>The next frame or comment; null at the end.</summary>
    public async Task<SseFrame?> ReadFrameAsync()
    {
        var frame = new StringBuilder();
        while (await ReadLineAsync() is { } line)
        {
            if (line.Length == 0)
            {
                return new(frame.ToString());
            }

            frame.Append(frame.Length == 0 ? "" : "\n").Append(line);
        }

        frame.Length.Should().Be(0, "a stream ends behind a frame, not within it");
        return null;
    }

    /// <summary>Reads on until the frame is there; fails at the end of the stream, and if the frame does not come though other frames and comments do.</summary>
    public Task<SseFrame> ReadUntilAsync(Func<SseFrame, bool> wanted) => FindAsync(wanted).WaitAsync(Limit.LongTime);

    private async Task<SseFrame> FindAsync(Func<SseFrame, bool> wanted)
    {
        while (await ReadFrameAsync() is { } frame)
        {
            if (wanted(frame))
            {
                return frame;
            }
        }

        throw new InvalidOperationException("The stream ended without the frame that was waited for.");
    }

    /// <summary>Reads on until the command has printed the text.</summary>
    public Task<SseFrame> ReadUntilPrintedAsync(string text)
    {
        var printed = new StringBuilder();
        return ReadUntilAsync(frame => frame.Event is "stdout" or "stderr" or "log"
            && printed.Append(frame.Chunk).ToString().Contains(text, StringComparison.Ordinal));
    }

    /// <summary>All frames to the end, without comments.</summary>
    public async Task<List<SseFrame>> ReadFramesAsync()
    {
        var frames = new List<SseFrame>();
        while (await ReadFrameAsync() is { } frame)
        {
            if (!frame.IsComment)
            {
                frames.Add(frame);
            }
        }

        return frames;
    }

    /// <summary>All that is left, as it came.</summary>
    public Task<string> ReadToEndAsync() => _lines.ReadToEndAsync().WaitAsync(Patience);

    /// <summary>Hangs up.</summary>
    public void Dispose()
    {
        _lines.Dispose();
        Response.Dispose();
    }
}
