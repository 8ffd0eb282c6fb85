using Shared.Connect;
using Shared.Connect.Messages;

namespace AgentComputer.Sdk;

/// <summary>The events of one open stream. The end of the process is told only when the stream is complete: a stream that was cut is never a success.</summary>
/// <param name="frames">The stream.</param>
/// <param name="codec">How its messages are written.</param>
internal sealed class ProcessEvents(FrameStream frames, ProcessCodec codec) : IAsyncDisposable
{
    private static readonly (BytesPath Path, ProcessOutputSource Source)[] Outputs =
    [
        (ProcessMessages.Stdout, ProcessOutputSource.Stdout),
        (ProcessMessages.Stderr, ProcessOutputSource.Stderr),
        (ProcessMessages.PtyOutput, ProcessOutputSource.Terminal),
    ];

    private readonly PayloadCodec _codec = ProcessCalls.CodecOf(codec);
    private readonly ReadOnlyMemory<byte>[] _pending = new ReadOnlyMemory<byte>[Outputs.Length];
    private ProcessEndedEvent? _ended;
    private bool _wasTold;

    /// <summary>The next event; null after the last.</summary>
    /// <exception cref="AgentComputerStreamInterruptedException">The stream broke, or was closed without an end of the process.</exception>
    /// <exception cref="AgentComputerException">The stream failed in another way.</exception>
    public async ValueTask<ComputerProcessEvent?> NextAsync(CancellationToken cancellationToken)
    {
        while (await frames.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (Take() is { } item)
            {
                return item;
            }
        }

        if (_ended is null)
        {
            throw frames.Interrupted("the service closed the stream without saying how the process ended");
        }

        if (Unfinished() is { } last)
        {
            return last;
        }

        var ended = _wasTold ? null : _ended;
        _wasTold = true;
        return ended;
    }

    public ValueTask DisposeAsync() => frames.DisposeAsync();

    /// <summary>The event of the frame; null if the caller sees nothing of it.</summary>
    private ComputerProcessEvent? Take()
    {
        foreach (var (path, source) in Outputs)
        {
            if (frames.TryRead(path) is { } bytes)
            {
                return Output(source, bytes);
            }
        }

        var item = frames.Read(ProcessMessages.StartResponse).Event;
        switch (item?.EventCase)
        {
            case ProcessEvent.EventOneofCase.Start:
                return new ProcessStartedEvent(item.Start.Pid);
            case ProcessEvent.EventOneofCase.Data when item.Data.HasStdout:
                return Output(ProcessOutputSource.Stdout, item.Data.Stdout.Memory);
            case ProcessEvent.EventOneofCase.Data when item.Data.HasStderr:
                return Output(ProcessOutputSource.Stderr, item.Data.Stderr.Memory);
            case ProcessEvent.EventOneofCase.Data when item.Data.HasPty:
                return Output(ProcessOutputSource.Terminal, item.Data.Pty.Memory);
            case ProcessEvent.EventOneofCase.End:
                _ended = new() { ExitCode = item.End.ExitCode, Exited = item.End.Exited, Status = item.End.Status, Error = item.End.HasError ? item.End.Error : null };
                return null;
            case ProcessEvent.EventOneofCase.Keepalive:
                return null;
            default:
                return new UnknownProcessEvent(frames.Payload.ToArray(), codec);
        }
    }

    private ProcessOutputEvent Output(ProcessOutputSource source, ReadOnlyMemory<byte> bytes) =>
        new(source, bytes, OutputText.Next(bytes, ref _pending[(int)source]));

    /// <summary>An output without bytes, whose text is a character that was never completed; null if there is none.</summary>
    private ProcessOutputEvent? Unfinished()
    {
        var index = Array.FindIndex(_pending, pending => !pending.IsEmpty);
        if (index < 0)
        {
            return null;
        }

        var text = new OutputText(_pending[index], default, 0);
        _pending[index] = default;
        return new((ProcessOutputSource)index, default, text);
    }
}
