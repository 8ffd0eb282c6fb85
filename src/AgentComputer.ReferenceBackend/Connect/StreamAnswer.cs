using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Shared.Connect;

namespace AgentComputer.ReferenceBackend.Connect;

/// <summary>The answer of a stream. What is added is sent by the next flush, all at once.</summary>
internal sealed class StreamAnswer(HttpContext context, PayloadCodec codec) : IDisposable
{
    private readonly FrameBuffer _frames = new();

    /// <summary>How much is added and not sent.</summary>
    public int Unsent => _frames.Written.Length;

    public void Add<T>(MessageKind<T> kind, T message) where T : class, IMessage<T>, new() => _frames.Write(codec, kind, message);

    public void Add(BytesPath path, ReadOnlySpan<byte> bytes) => _frames.Write(codec, path, bytes);

    public async Task FlushAsync()
    {
        await context.Response.Body.WriteAsync(_frames.Written, context.RequestAborted).ConfigureAwait(false);
        _frames.Clear();
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Sends the last frame.</summary>
    public async Task EndAsync(EndOfStream end)
    {
        try
        {
            _frames.Write(end);
            await FlushAsync().ConfigureAwait(false);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has left; there is nobody to tell.
        }
    }

    public void Dispose() => _frames.Dispose();
}
