using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Shared.Connect;

namespace AgentComputer.ReferenceBackend.Connect;

/// <summary>A call whose request, and whose answer, are frames.</summary>
/// <param name="Http">The request and its answer.</param>
/// <param name="Codec">How its messages are written.</param>
/// <param name="Frames">The frames of the request.</param>
/// <param name="Answer">The frames of the answer.</param>
internal sealed record StreamCall(HttpContext Http, PayloadCodec Codec, FrameReader Frames, StreamAnswer Answer)
{
    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>The only message of the request.</summary>
    /// <exception cref="ConnectRefusal">The request has no message, or several.</exception>
    /// <exception cref="BadMessageException">The request is cut, or no such message.</exception>
    public async Task<T> ReadOnlyMessageAsync<T>(MessageKind<T> kind) where T : class, IMessage<T>, new()
    {
        if (!await NextAsync(Aborted).ConfigureAwait(false))
        {
            throw new ConnectRefusal(ConnectCodes.Unimplemented, "The request has no message; this method takes exactly one.");
        }

        var message = Codec.Read(kind, Frames.Payload.Span);
        return Frames.TryRead() ? throw new ConnectRefusal(ConnectCodes.Unimplemented, "The request has several messages; this method takes exactly one.") : message;
    }

    /// <summary>Goes to the next message of the request; false if there is none.</summary>
    /// <exception cref="BadMessageException">The request is cut inside a frame, or holds a frame that only an answer has.</exception>
    public async Task<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (!await Frames.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return Frames.HasPartOfFrame ? throw new BadMessageException(ConnectCodes.InvalidArgument, "The request ends inside a frame.") : false;
        }

        return Frames.IsEnd ? throw new BadMessageException(ConnectCodes.InvalidArgument, "The request holds the last frame of an answer (flag 0x02), which no request has.") : true;
    }
}
