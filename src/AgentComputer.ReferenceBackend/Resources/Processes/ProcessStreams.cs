using AgentComputer.ReferenceBackend.Connect;
using LocalComputers.Programs;
using Shared.Connect;
using Shared.Connect.Messages;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Processes;

/// <summary>The methods that are streams: Start, Connect and StreamInput.</summary>
internal sealed class ProcessStreams(GatewayComputers computers, Additions additions, TimeProvider clock)
{
    // More than this is not put into one write.
    private const int MostUnsent = 256 * 1024;

    /// <summary>Starts a process and tells what it writes. If the caller leaves, the process goes on; if the call's timeout ends, it is killed.</summary>
    public async Task StartAsync(Call call, StreamCall stream)
    {
        var limit = ConnectHeaders.TimeoutOf(call.Http.Request);
        var request = StartRequests.Read(await stream.ReadOnlyMessageAsync(ProcessMessages.StartRequest).ConfigureAwait(false), limit, additions.KeptOutputBytes);
        var (program, reader) = await computers.Running(call).Programs.StartAsync(request, stream.Aborted).ConfigureAwait(false);
        using var _ = reader;
        await TellAsync(program, reader, stream, CancellationToken.None).ConfigureAwait(false);
        if ((await program.Ended.ConfigureAwait(false)).TimedOut)
        {
            throw new ConnectRefusal(ConnectCodes.DeadlineExceeded, $"The process was killed, with all that it had started: it took longer than the {limit!.Value.TotalMilliseconds} ms of Connect-Timeout-Ms.");
        }
    }

    /// <summary>Tells what a process writes from now on, and before that what is kept of its output, if the caller wants it. If the caller leaves, or the call's timeout ends, the process goes on.</summary>
    public async Task ConnectAsync(Call call, StreamCall stream)
    {
        var limit = ConnectHeaders.TimeoutOf(call.Http.Request);
        var wantsReplay = additions.WantsReplay(call.Http.Request);
        var request = await stream.ReadOnlyMessageAsync(ProcessMessages.ConnectRequest).ConfigureAwait(false);
        var program = computers.Find(call, request.Process);
        using var reader = program.Attach(wantsReplay);
        if (wantsReplay)
        {
            Additions.TellMissing(call.Http.Response, reader.Missing);
        }

        using var timeout = new CancellationTokenSource(limit ?? Timeout.InfiniteTimeSpan, clock);
        try
        {
            await TellAsync(program, reader, stream, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !stream.Aborted.IsCancellationRequested)
        {
            throw new ConnectRefusal(ConnectCodes.DeadlineExceeded, "Connect-Timeout-Ms is over; the process goes on. Connect again to read on.");
        }
    }

    /// <summary>Writes input to a process as it comes. The input stays open behind the request.</summary>
    public async Task StreamInputAsync(Call call, StreamCall stream)
    {
        using var deadline = new Deadline(call.Http, clock);
        stream.Answer.Add(ProcessMessages.StreamInputResponse, await deadline.KeepAsync(end => WriteAllAsync(call, stream, end)).ConfigureAwait(false));
    }

    private async Task<StreamInputResponse> WriteAllAsync(Call call, StreamCall stream, CancellationToken cancellationToken)
    {
        ProgramRun? program = null;
        while (await stream.NextAsync(cancellationToken).ConfigureAwait(false))
        {
            if (program is not null && Bytes(stream) is var (bytes, isTerminal))
            {
                await ProcessInputs.WriteAsync(program, bytes, isTerminal, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var message = stream.Codec.Read(ProcessMessages.StreamInputRequest, stream.Frames.Payload.Span);
            switch (message.EventCase)
            {
                case StreamInputRequest.EventOneofCase.Start when program is null:
                    program = computers.FindLive(call, message.Start.Process);
                    break;
                case StreamInputRequest.EventOneofCase.Start:
                    throw new ConnectRefusal(ConnectCodes.InvalidArgument, "Only the first message may be a start: one request writes to one process.");
                case StreamInputRequest.EventOneofCase.Data when program is not null:
                    await ProcessInputs.WriteAsync(program, message.Data.Input, cancellationToken).ConfigureAwait(false);
                    break;
                case StreamInputRequest.EventOneofCase.Keepalive when program is not null:
                    break;
                case StreamInputRequest.EventOneofCase.None:
                    throw new ConnectRefusal(ConnectCodes.Unimplemented, "A message is neither start nor data nor keepalive.");
                default:
                    throw new ConnectRefusal(ConnectCodes.InvalidArgument, "The first message must be a start, which selects the process.");
            }
        }

        return new();
    }

    private static (byte[] Bytes, bool IsTerminal)? Bytes(StreamCall stream)
    {
        var payload = stream.Frames.Payload.Span;
        return stream.Codec.TryRead(ProcessMessages.Stdin, payload) is { } typed ? (typed, false)
            : stream.Codec.TryRead(ProcessMessages.PtyInput, payload) is { } input ? (input, true)
            : null;
    }

    private async Task TellAsync(ProgramRun program, ProgramReader reader, StreamCall stream, CancellationToken timeout)
    {
        using var silence = new Silence(ConnectHeaders.KeepaliveOf(stream.Http.Request), clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stream.Aborted, timeout);
        Add(stream, ProcessEvents.Started(program));
        await stream.Answer.FlushAsync().ConfigureAwait(false);
        var waiting = reader.WaitAsync(end.Token).AsTask();
        while (true)
        {
            if (!await silence.IsBrokenByAsync(waiting).ConfigureAwait(false))
            {
                Add(stream, ProcessEvents.Keepalive);
                await stream.Answer.FlushAsync().ConfigureAwait(false);
                continue;
            }

            if (!await waiting.ConfigureAwait(false))
            {
                break;
            }

            while (stream.Answer.Unsent < MostUnsent && reader.TryTake(out var piece))
            {
                stream.Answer.Add(ProcessEvents.PathOf(piece.Stream), piece.Bytes.Span);
            }

            await stream.Answer.FlushAsync().ConfigureAwait(false);
            waiting = reader.WaitAsync(end.Token).AsTask();
        }

        Add(stream, ProcessEvents.Ended(await program.Ended.ConfigureAwait(false)));
    }

    // StartResponse and ConnectResponse are the same on the wire.
    private static void Add(StreamCall stream, ProcessEvent told) => stream.Answer.Add(ProcessMessages.StartResponse, new() { Event = told });
}
