using LocalComputers.Shells;

namespace LocalComputers.Computers.Exec;

/// <summary>
/// Where a command's output goes: the first half of the cap streams live; beyond it bytes are counted and hashed while the last half
/// waits in a ring for the end.
/// </summary>
internal sealed class ExecOutput(ExecFrames frames, string ringPath, long? maxBytes) : IShellOutput, IDisposable
{
    private readonly Lock _lock = new();
    private readonly OutputTally[] _tallies = [new(), new()];
    private readonly long _half = maxBytes / 2 ?? long.MaxValue;
    private readonly long[] _liveOf = new long[2];
    private OutputRing? _ring;

    public void Write(OutputKind kind, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            _tallies[(int)kind].Add(bytes);
            if (_ring is null && bytes.Length <= LiveRoom)
            {
                WriteLive(kind, bytes);
            }
            else
            {
                WriteBeyond(kind, bytes);
            }
        }
    }

    /// <summary>Past the live half nothing is delivered any more until the end, so no reader holds the command up.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) =>
        _ring is null ? frames.WaitForRoomAsync(cancellationToken) : ValueTask.CompletedTask;

    /// <summary>Delivers what was held back; returns how the command ended and how much it wrote.</summary>
    public ExecExit End(ShellExit exit, TimeSpan duration)
    {
        lock (_lock)
        {
            var truncated = DeliverTail();
            return new(
                exit, (long)duration.TotalMilliseconds, truncated, _tallies[0].Bytes, _tallies[1].Bytes, _tallies[0].Hash(), _tallies[1].Hash());
        }
    }

    public void Dispose()
    {
        _ring?.Dispose();
        _tallies[0].Dispose();
        _tallies[1].Dispose();
    }

    private long LiveRoom => _half - _liveOf[0] - _liveOf[1];

    private void WriteLive(OutputKind kind, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 0)
        {
            _liveOf[(int)kind] += bytes.Length;
            frames.Chunk(kind, bytes);
        }
    }

    private void WriteBeyond(OutputKind kind, ReadOnlySpan<byte> bytes)
    {
        if (_ring is null)
        {
            // The rest of the live half, without a character that would be cut in two.
            var room = (int)LiveRoom;
            var fits = room - Utf8Boundary.IncompleteTail(bytes[..room]);
            WriteLive(kind, bytes[..fits]);
            bytes = bytes[fits..];
            _ring = new(ringPath, Math.Max(maxBytes!.Value - _liveOf[0] - _liveOf[1], 1));
        }

        _ring.Add(kind, bytes);
    }

    private bool DeliverTail()
    {
        if (_ring is null)
        {
            return false;
        }

        var truncated = false;
        foreach (var kind in (ReadOnlySpan<OutputKind>)[OutputKind.Stdout, OutputKind.Stderr])
        {
            if (_ring.DroppedOf(kind) is > 0 and var dropped)
            {
                truncated = true;
                var from = _liveOf[(int)kind];
                frames.Dropped(kind, from, from + dropped);
            }
        }

        _ring.Drain(frames.Chunk);
        return truncated;
    }
}
